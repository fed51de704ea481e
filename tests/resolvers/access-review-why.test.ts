import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { policyVersion } from '../../src/access/create-tenant-policy.ts';
import type { RecordedField } from '../../src/ledger/operation-record.ts';
import { CELL, COMPARE, DECLARATION, EVENT, EXPLAIN, MATRIX, SOURCE } from '../support/review-queries.ts';
import { reviewingGateway } from '../support/reviewing-gateway.ts';

const { given, world, ledger, versions, event, ask } = await reviewingGateway();
const { model } = world.open('riverside').inForce;
const ssn: RecordedField = [
  'Patient.ssn',
  'IDENTIFIER',
  'MASK',
  'PARTIAL',
  'GRANT',
  'PhiCategory.IDENTIFIER#2',
];
const billing = { roles: ['BILLING'], purpose: 'HPAYMT' };

beforeEach(() => {
  given.reset();
  world.archive.asked.length = 0;
});
afterAll(() => ledger.close());

describe('what is no answer', () => {
  const explain = (change: Record<string, unknown>) => ({
    input: { coordinate: 'Patient.ssn', roles: ['BILLING'], purpose: 'HPAYMT', ...change },
  });
  it.each<[string, string, Record<string, unknown>]>([
    ['a role', MATRIX, { by: 'CATEGORY', filter: { roles: ['KING'] } }],
    ['a type', MATRIX, { by: 'CATEGORY', filter: { types: ['__proto__'] } }],
    ['a coordinate', MATRIX, { by: 'COORDINATE', filter: { coordinates: ['Patient.soul'] } }],
    ['an identifier', MATRIX, { by: 'COORDINATE', filter: { identifiers: ['AURA'] } }],
    ['a label', MATRIX, { by: 'COORDINATE', filter: { sensitivities: ['X'] } }],
    ['a category', MATRIX, { by: 'CATEGORY', filter: { categories: ['constructor'] } }],
    ['a purpose', MATRIX, { by: 'CATEGORY', filter: { purposes: ['FUN'] } }],
    ['a version', MATRIX, { by: 'CATEGORY', version: 'main' }],
    ['a role of a cell', CELL, { category: 'LAB', role: 'toString' }],
    ['a category of a cell', CELL, { coordinate: 'Patient.ssn', category: 'LAB', role: 'NURSE' }],
    ['a coordinate of a cell', CELL, { coordinate: '__proto__', category: 'LAB', role: 'NURSE' }],
    ['a line behind the end', SOURCE, { file: 'schema/access.graphql', line: 100_000 }],
    ['a line before the beginning', SOURCE, { file: 'schema/access.graphql', line: 0 }],
    ['a file that is on the disk', SOURCE, { file: 'package.json', line: 1 }],
    ['a path out of the folder', SOURCE, { file: 'schema/../package.json', line: 1 }],
    ['an absolute path', SOURCE, { file: '/etc/passwd', line: 1 }],
    ['another tenant’s file', SOURCE, { file: 'tenants/lakeside.yaml', line: 1 }],
    ['a role of an explanation', EXPLAIN, explain({ roles: ['KING'] })],
    ['a purpose of an explanation', EXPLAIN, explain({ purpose: 'FUN' })],
    ['a relationship', EXPLAIN, explain({ relationships: ['NEIGHBOUR'] })],
    ['a coordinate of an explanation', EXPLAIN, explain({ coordinate: 'Patient.soul' })],
    ['an event', EVENT, { id: 'Patient/ada' }],
    ['a version to compare with', COMPARE, { old: versions.elsewhere, new: versions.now }],
    ['a version of a declaration', DECLARATION, { version: '../../etc/passwd' }],
  ])(
    '%s that there is not: BAD_USER_INPUT, and the value is not repeated',
    async (_what, query, variables) => {
      const { codes, text } = await ask(query, variables);
      expect(codes).toEqual(['BAD_USER_INPUT']);
      expect(text).toMatch(/^\{"errors":\[\{"message":"An argument or variable is not acceptable\."/);
      expect(text).not.toMatch(/KING|__proto__|passwd|soul|NEIGHBOUR|lakeside|package/);
      expect(JSON.stringify(given.events())).not.toMatch(/KING|__proto__|passwd|soul|NEIGHBOUR|Patient\/ada/);
    },
  );
});

describe('why', () => {
  it('somebody is denied by the tenant, with the entry that does', async () => {
    const { review } = await ask(EXPLAIN, {
      input: { coordinate: 'Patient.ssn', roles: ['BILLING'], purpose: 'COVERAGE' },
    });
    expect(Object(review).explain).toMatchObject({
      policyVersion: versions.now,
      serves: ['COVERAGE', 'HPAYMT'],
      relationships: null,
      rows: [
        {
          ...{ category: 'IDENTIFIER', decision: 'DENY', reason: 'TENANT', grant: null },
          categories: [
            {
              narrowedBy: [
                { file: 'tenants/riverside.yaml', line: 5, text: expect.stringContaining('Patient.ssn') },
              ],
            },
          ],
        },
      ],
    });
  });

  it('an empty list of relationships is none, and none left out is any', async () => {
    const reason = async (input: Record<string, unknown>) => {
      const asked = { coordinate: 'Patient.name', roles: ['NURSE'], purpose: 'TREAT', ...input };
      const { review } = await ask(EXPLAIN, { input: asked });
      return Object(review).explain.rows[0].reason;
    };
    expect(await reason({})).toBe('GRANT');
    expect(await reason({ relationships: [] })).toBe('RELATIONSHIP');
    expect(await reason({ scopes: [] })).toBe('SCOPE');
    expect(await reason({ multiFactor: false })).toBe('ASSURANCE');
    expect(await reason({ consented: false })).toBe('CONSENT');
  });

  it('an event was decided so by the policy of then', async () => {
    const id = await event({ ...billing, policyVersion: versions.before }, ssn);
    const { review } = await ask(EVENT, { id });
    expect(Object(review).explainEvent).toEqual({
      event: { id, policyVersion: versions.before, decision: 'MASK' },
      ...{ known: true, inForce: false, agrees: true },
      explanation: { policyVersion: versions.before, rows: [{ decision: 'MASK', reason: 'GRANT' }] },
      supposed: { relationships: ['ORG'], scopes: ['user/*.cruds', 'system/*.cruds'], glass: false },
    });
  });

  it('an event that the policy it names would not have given does not agree', async () => {
    const id = await event({ ...billing, policyVersion: versions.now }, ssn);
    const { review } = await ask(EVENT, { id });
    expect(Object(review).explainEvent).toMatchObject({ known: true, inForce: true, agrees: false });
  });

  it('an event under a policy that is not kept is shown, and nothing explains it', async () => {
    const id = await event({ ...billing, policyVersion: 'f'.repeat(64) }, ssn);
    const { review } = await ask(EVENT, { id });
    expect(Object(review).explainEvent).toMatchObject({
      event: { id },
      ...{ known: false, inForce: false, agrees: null, explanation: null, supposed: null },
    });
  });

  it('another tenant’s event is one that there is not', async () => {
    const id = await event({ ...billing, tenant: 'lakeside', policyVersion: versions.elsewhere }, ssn);
    expect(Object((await ask(EVENT, { id })).review).explainEvent).toBeNull();
  });
});

describe('what changed', () => {
  it('between two versions, by lines of each', async () => {
    const { review } = await ask(COMPARE, { old: versions.now, new: versions.before });
    const { ok, changes } = Object(review).compare;
    expect(ok).toBe(false);
    expect(changes).toContainEqual({
      ...{ kind: 'WIDENED', coordinates: ['Patient.ssn'], categories: ['IDENTIFIER'], roles: ['BILLING'] },
      ...{
        from: 'DENIED',
        to: 'PARTIAL',
        declared: false,
        tenant: true,
        fails: true,
        documents: [],
        old: null,
      },
    });
    const { review: back } = await ask(COMPARE, { old: versions.before, new: versions.now });
    expect(Object(back).compare).toMatchObject({ old: versions.before, new: versions.now });
    expect(Object(back).compare.changes).toContainEqual(
      expect.objectContaining({ kind: 'NARROWED', coordinates: ['Patient.ssn'], to: 'DENIED', fails: false }),
    );
    const { review: same } = await ask(COMPARE, { old: versions.now, new: versions.now });
    expect(Object(same).compare).toMatchObject({ ok: true, changes: [] });
  });

  it('a policy of words that are not read any more explains nothing, and is no error', async () => {
    const fresh = await reviewingGateway();
    const body = 'tenant: riverside\nfashions: [of, the, day]\n';
    const overlay = createHash('sha256').update(body).digest('hex');
    const version = policyVersion(model.version, overlay);
    const texts = { schema: world.files, overlay: { name: 'tenants/riverside.yaml', body } };
    await fresh.world.archive.keep('riverside', { version, schema: model.version, overlay, from: 0 }, texts);
    const id = await fresh.event({ ...billing, policyVersion: version }, ssn);
    const { review } = await fresh.ask(EVENT, { id });
    expect(Object(review).explainEvent).toMatchObject({ event: { id }, known: false, agrees: null });
    fresh.ledger.close();
  });

  it('an archive that was altered explains nothing', async () => {
    const [, then] = world.archive.kept.get('riverside') ?? [];
    const key = `${then?.schema} ${then?.overlay}`;
    const texts = world.archive.texts_.get(key);
    expect(texts).toBeDefined();
    if (texts === undefined) return;
    const fresh = await reviewingGateway();
    fresh.world.archive.texts_.set(key, {
      ...texts,
      overlay: { ...texts.overlay, body: 'tenant: riverside # \n' },
    });
    const { review, codes } = await fresh.ask(CELL, {
      category: 'LAB',
      role: 'NURSE',
      version: versions.before,
    });
    expect([review, codes]).toEqual([null, ['INTERNAL_SERVER_ERROR']]);
    fresh.ledger.close();
  });
});
