import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { LedgerUnavailableError } from '../../src/errors.ts';
import { officer } from '../support/asked-world.ts';
import { CELL, COMPARE, DECLARATION, EVENT, EXPLAIN, MATRIX, SOURCE } from '../support/review-queries.ts';
import { reviewingGateway } from '../support/reviewing-gateway.ts';
import { TEST_NOW } from '../support/small-gateway.ts';

const { given, world, ledger, versions, ask } = await reviewingGateway();
const { model } = world.open('riverside').inForce;

const EVERYTHING: readonly (readonly [name: string, query: string, variables: Record<string, unknown>])[] = [
  ['matrix', MATRIX, { by: 'CATEGORY' }],
  ['cell', CELL, { category: 'LAB', role: 'NURSE' }],
  ['source', SOURCE, { file: 'schema/access.graphql', line: 1 }],
  ['explain', EXPLAIN, { input: { coordinate: 'Patient.ssn', roles: ['BILLING'], purpose: 'HPAYMT' } }],
  ['explainEvent', EVENT, { id: '01JD0000000000000000000001.0' }],
  ['versions', '{ accessReview { versions { version from to schema overlay } } }', {}],
  ['compare', COMPARE, { old: versions.before, new: versions.now }],
  ['declaration', DECLARATION, { version: versions.before }],
];

beforeEach(() => {
  given.reset();
  world.archive.asked.length = 0;
});
afterAll(() => ledger.close());

describe('who reviews', () => {
  it.each(model.roles.filter((role) => !['PRIVACY_OFFICER', 'AUDITOR'].includes(role)))(
    'not %s: refused, and nothing is read',
    async (role) => {
      const asked = ledger.asked.length;
      for (const [, query, variables] of EVERYTHING) {
        const { review, codes, text } = await ask(query, variables, officer({ roles: [role] }));
        expect([review, codes]).toEqual([null, ['FORBIDDEN']]);
        expect(text).not.toContain('schema/');
      }
      expect(world.archive.asked).toEqual([]);
      expect(ledger.asked).toHaveLength(asked);
    },
  );

  it.each([
    ['for something else', officer({ purpose: 'TREAT', purposes: ['TREAT'] })],
    ['with one factor', officer({ multiFactor: false })],
    ['by an app that may read other things', officer({ scopes: ['user/Patient.rs'] })],
  ])('not an officer %s', async (_why, who) => {
    expect(await ask(MATRIX, { by: 'CATEGORY' }, who)).toMatchObject({ review: null, codes: ['FORBIDDEN'] });
  });

  it.each(EVERYTHING)(
    '%s is on record before anything is looked up, for officers and auditors',
    async (name, query, variables) => {
      for (const who of [officer(), officer({ id: 'auditor', roles: ['AUDITOR'] })]) {
        given.reset();
        expect((await ask(query, variables, who)).codes).toEqual([]);
        const looks = given.events().map(({ coordinate, kind, actor, tenant, subject }) => {
          return { coordinate, kind, actor, tenant, subject };
        });
        const told = { kind: 'privileged', actor: who.id, tenant: 'riverside', subject: null };
        expect(looks).toContainEqual({ coordinate: 'Query.accessReview', ...told });
        expect(looks).toContainEqual({ coordinate: `AccessReview.${name}`, ...told });
      }
    },
  );

  it.each(EVERYTHING)('%s is not looked up where it cannot be on record', async (_name, query, variables) => {
    const asked = ledger.asked.length;
    given.ledger.failWith = new LedgerUnavailableError('writes fail');
    const { review, codes, text } = await ask(query, variables);
    expect(review).toBeNull();
    expect(codes).toContain('LEDGER_UNAVAILABLE');
    expect(text).not.toContain('schema/');
    expect(world.archive.asked).toEqual([]);
    expect(ledger.asked).toHaveLength(asked);
  });
});

describe('what is declared', () => {
  it('has the words that everything else is asked in', async () => {
    const { review } = await ask(
      '{ accessReview { version roles purposes { code ancestors } relationships categories identifiers sensitivities coordinates { coordinate type filter category categories identifier exception file line } } }',
    );
    expect(review).toMatchObject({ version: versions.now, categories: model.categories });
    expect(Object(review).roles).toEqual([...model.roles, 'LAB_TECH']);
    expect(Object(review).purposes).toContainEqual({ code: 'BTG', ancestors: ['BTG', 'ETREAT', 'TREAT'] });
    expect(Object(review).coordinates).toContainEqual(
      expect.objectContaining({
        coordinate: 'Patient.mrn',
        identifier: 'MRN',
        exception: true,
        filter: false,
      }),
    );
  });

  it('a cell has what the matrix has, by purpose, and the text of its grant', async () => {
    const { review } = await ask(CELL, {
      coordinate: 'Patient.ssn',
      category: 'IDENTIFIER',
      role: 'REGISTRATION',
    });
    const cells: Record<string, unknown>[] = Object(review).cell;
    expect(cells).toHaveLength(Object.keys(model.purposeAncestors).length);
    expect(cells.find(({ purpose }) => purpose === 'PATADMIN')).toMatchObject({
      ...{ coordinate: 'Patient.ssn', decision: 'MASKED', mask: 'PARTIAL', relationships: ['ORG'] },
      grant: { file: 'schema/access.graphql', text: expect.stringMatching(/^@minimumNecessary\(.*PARTIAL/) },
    });
    const { review: own } = await ask(CELL, { category: 'LAB', role: 'CODER' });
    expect(Object(own).cell).toContainEqual(
      expect.objectContaining({
        coordinate: null,
        purpose: 'HPAYMT',
        decision: 'MASKED',
        mask: 'GENERALIZE',
      }),
    );
  });

  it('is told as of another version of the same tenant, and of no other tenant', async () => {
    const of = async (version?: string) => {
      const { review, codes } = await ask(CELL, {
        coordinate: 'Patient.ssn',
        category: 'IDENTIFIER',
        role: 'BILLING',
        version,
      });
      const cells: Record<string, unknown>[] = Object(review).cell ?? [];
      return [cells.find(({ purpose }) => purpose === 'HPAYMT')?.decision, ...codes];
    };
    expect(await of()).toEqual(['DENIED']);
    expect(await of(versions.before)).toEqual(['MASKED']);
    expect(await of(versions.elsewhere)).toEqual([undefined, 'BAD_USER_INPUT']);
    expect(await of('f'.repeat(64))).toEqual([undefined, 'BAD_USER_INPUT']);
  });

  it('lists the versions of the own tenant', async () => {
    const { review } = await ask('{ accessReview { versions { version from to } } }');
    expect(Object(review).versions).toEqual([
      { version: versions.now, from: new Date(TEST_NOW - 3_600_000).toISOString(), to: null },
      {
        version: versions.before,
        from: new Date(TEST_NOW - 86_400_000).toISOString(),
        to: new Date(TEST_NOW - 3_600_000).toISOString(),
      },
    ]);
  });

  it('shows lines of the schema and of the own tenant’s file', async () => {
    const { review } = await ask(SOURCE, { file: 'tenants/riverside.yaml', line: 5 });
    expect(Object(review).source).toMatchObject({ file: 'tenants/riverside.yaml', line: 5 });
    expect(Object(review).source.lines[4]).toEqual({
      number: 5,
      text: '  - { roles: [BILLING], coordinates: [Patient.ssn] }',
    });
  });

  it('hands out its texts, as of any version of the own tenant', async () => {
    const { review } = await ask(DECLARATION, { version: versions.before });
    expect(Object(review).declaration).toEqual({
      version: versions.before,
      schema: world.files.map(({ name, body }) => ({ name, body })),
      tenant: { name: 'tenants/riverside.yaml', body: 'tenant: riverside\n' },
    });
  });

  it('whom a tenant watches over is told by neither lines nor texts', async () => {
    const listing =
      'tenant: riverside # watched-who\nsignals:\n  vips:\n    - watched-1\nremove: [{ categories: [LAB] }]\n';
    const version = await world.keep('riverside', listing, 1);
    const lines = await ask(SOURCE, { file: 'tenants/riverside.yaml', line: 5, version });
    const texts = await ask(DECLARATION, { version });
    expect(Object(lines.review).source.lines.map(({ text }: { text: string }) => text.trim())).toEqual([
      ...['tenant: riverside', 'signals:', 'vips: []', '', 'remove: [{ categories: [LAB] }]', ''],
    ]);
    expect(Object(texts.review).declaration).toMatchObject({
      version,
      tenant: { body: expect.stringContaining('LAB') },
    });
    expect(lines.text + texts.text).not.toContain('watched-');
  });
});
