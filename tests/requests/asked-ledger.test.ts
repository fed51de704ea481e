import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { createDocumentReader } from '../../src/documents/read-document.ts';
import { LedgerUnavailableError } from '../../src/errors.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { signedIn } from '../support/acting-gateway.ts';
import {
  askedWorldOfFile,
  codesOf as codes,
  officer,
  patient,
  readConnection as read,
} from '../support/asked-world.ts';
import { shippedModel } from '../support/shipped-model.ts';

const LIST = `query($filter: LedgerFilter, $first: Int = 20, $after: String) { ledger {
  events(filter: $filter, first: $first, after: $after) { edges { node { id tenant subject kind coordinate resource { type id } } cursor }
    pageInfo { hasNextPage endCursor hasPreviousPage } } } }`;
const viewOf = (view: string) => `{ ledger { ${view} { edges { node { id } } } } }`;
const auditor = () => officer({ id: 'auditor', roles: ['AUDITOR'] });

const { ledger, given } = await askedWorldOfFile();

async function list(who: Actor, variables: Record<string, unknown> = {}) {
  const { body, text } = await given.run(LIST, who, variables);
  return { ...read(Object(body.data?.ledger).events), errors: body.errors, text };
}

describe('ledger', () => {
  it.each([
    ['a privacy officer', officer],
    ['an auditor', auditor],
  ])('is told to %s, of the own tenant alone', async (_who, who) => {
    const { nodes, errors, text } = await list(who(), { first: 200 });
    expect(errors).toBeUndefined();
    expect(nodes).toHaveLength(6 * 5 + 3);
    expect(new Set(nodes.map(({ tenant }) => tenant))).toEqual(new Set(['riverside']));
    expect(text).not.toContain('"xr');
    const other = await list(officer({ tenant: 'lakeside' }), { first: 200 });
    expect(other.nodes).toHaveLength(6 * 5 + 3);
    expect(other.ids.every((id) => String(id).startsWith('xr'))).toBe(true);
  });

  it.each<[string, Actor]>([
    ['a physician', signedIn()],
    ['a patient', patient('p1')],
    ['an administrator', officer({ roles: ['SYSTEM_ADMIN'], purpose: 'HSYSADMIN', purposes: ['HSYSADMIN'] })],
    ['a system', officer({ roles: ['SYSTEM'] })],
    ['an officer who is here for something else', officer({ purpose: 'TREAT', purposes: ['TREAT'] })],
    ['an officer with one factor', officer({ multiFactor: false })],
    ['an officer whose app may read other things', officer({ scopes: ['user/Patient.rs'] })],
  ])('is refused to %s, and nothing is looked for', async (_who, who) => {
    const before = ledger.asked.length;
    const { body, text } = await given.run(LIST, who);
    expect(Object(body.data).ledger ?? null).toBeNull();
    expect(codes(body.errors)).toEqual(['FORBIDDEN']);
    expect(text).not.toContain('"r1');
    expect(ledger.asked).toHaveLength(before);
  });

  it('lets an app read it whose scopes reach AuditEvent', async () => {
    expect((await list(officer({ scopes: ['user/AuditEvent.rs'] }))).errors).toBeUndefined();
  });

  it('is on record before anything is looked for, with the patient asked for', async () => {
    const { ids } = await list(officer(), { filter: { patient: 'Patient/p1' }, first: 3 });
    expect(ids).toEqual(['r8.0', 'r7.0', 'r6.0']);
    expect(given.events()).toMatchObject([
      {
        kind: 'privileged',
        actor: 'officer',
        tenant: 'riverside',
        coordinate: 'Ledger.events',
        subject: 'p1',
        resource: { type: 'Ledger', id: 'riverside' },
        decision: 'PERMIT',
        reason: 'PRIVILEGED',
      },
    ]);
    given.ledger.failWith = new LedgerUnavailableError('full');
    const before = ledger.asked.length;
    const refused = await given.run(LIST, officer());
    expect({ status: refused.status, asked: ledger.asked.length }).toEqual({ status: 503, asked: before });
    expect(refused.text).not.toContain('"r1');
  });

  it('records each list that is asked for', async () => {
    await given.run(
      '{ ledger { size asOf checkpoint denials { edges { cursor } } breakGlass { edges { cursor } } } }',
      officer(),
    );
    expect(
      given
        .events()
        .map(({ coordinate }) => coordinate)
        .sort(),
    ).toEqual(['asOf', 'breakGlass', 'checkpoint', 'denials', 'size'].map((name) => `Ledger.${name}`));
  });

  it('says how far it has come', async () => {
    const { body } = await given.run('{ ledger { size asOf checkpoint } }', officer());
    expect(body.data).toEqual({
      ledger: { size: 27, asOf: '1970-01-01T00:00:09.000Z', checkpoint: 'signed note' },
    });
  });

  it.each([
    ['disclosures', 6 * 3 + 1, 'r7.0'],
    ['denials', 6 * 2 + 1, 'r9.0'],
    ['breakGlass', 1, 'r7.0'],
  ])('%s are those', async (view, count, newest) => {
    const { body } = await given.run(viewOf(`${view}(first: 100)`), officer());
    const { ids } = read(Object(body.data?.ledger)[view]);
    expect(ids).toHaveLength(count);
    expect(ids[0]).toBe(newest);
  });

  it.each<[Record<string, unknown>, readonly string[]]>([
    [{ coordinate: 'Observation.value' }, ['r6.2', 'r5.2', 'r4.2', 'r3.2', 'r2.2', 'r1.2']],
    [{ category: 'LAB', since: '2026-02-01T00:05:00Z' }, ['r6.2', 'r5.2']],
    [{ category: 'LAB', until: '2026-02-01T00:03:00Z' }, ['r2.2', 'r1.2']],
    [{ decision: 'DENY', patient: 'p2', since: '2026-02-01T00:06:00Z' }, ['r6.4']],
    [{ purpose: 'BTG' }, ['r7.0']],
    [{ kind: 'REFUSAL' }, ['r9.0']],
    [{ kind: 'PRIVILEGED' }, ['r8.0']],
    [{ actor: 'nobody' }, []],
    [{ client: 'portal', kind: 'REFUSAL' }, ['r9.0']],
    [{ client: 'other' }, []],
    [{ request: 'req-1', kind: 'REFUSAL' }, ['r9.0']],
    [{ request: 'req-2' }, []],
    [{ category: null, actor: null, kind: 'REFUSAL' }, ['r9.0']],
  ])('filters by %j', async (filter, expected) => {
    expect((await list(officer(), { filter })).ids).toEqual(expected);
  });

  it('a view and a kind that exclude each other give nothing', async () => {
    const { body } = await given.run(viewOf('disclosures(filter: { kind: REFUSAL })'), officer());
    expect(body.data).toEqual({ ledger: { disclosures: { edges: [] } } });
  });

  it('pages: each event once, newest first', async () => {
    const met: unknown[] = [];
    let after: unknown = null;
    for (let more = true; more; ) {
      const { ids, pageInfo } = await list(officer(), { first: 7, after });
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      met.push(...ids);
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    expect(met).toEqual((await list(officer(), { first: 200 })).ids);
    expect(new Set(met).size).toBe(33);
  });

  it.each<[string, Actor, Record<string, unknown>]>([
    ['another tenant', officer({ tenant: 'lakeside' }), {}],
    ['somebody else', officer({ id: 'other' }), {}],
    ['another filter', officer(), { filter: { patient: 'p1' } }],
  ])('a cursor of %s is BAD_USER_INPUT', async (_what, who, variables) => {
    const { pageInfo } = await list(officer(), { first: 2 });
    const before = ledger.asked.length;
    const { errors, isNull } = await list(who, { ...variables, first: 2, after: pageInfo.endCursor });
    expect({ codes: codes(errors), isNull }).toEqual({ codes: ['BAD_USER_INPUT'], isNull: true });
    expect(ledger.asked).toHaveLength(before);
  });

  it('a cursor of another list of the ledger is BAD_USER_INPUT', async () => {
    const { pageInfo } = await list(officer(), { first: 2 });
    const { body } = await given.run(viewOf(`denials(after: "${pageInfo.endCursor}")`), officer());
    expect(codes(body.errors)).toEqual(['BAD_USER_INPUT']);
  });

  it.each([201, -1])('a page of %i is BAD_USER_INPUT', async (first) => {
    expect(codes((await list(officer(), { first })).errors)).toEqual(['BAD_USER_INPUT']);
  });

  it('a page without end is refused before anything is recorded', async () => {
    const { body } = await given.run(viewOf('events(first: 1000000000)'), officer());
    expect(codes(body.errors)).toHaveLength(1);
    expect(Object(body.data).ledger?.events ?? null).toBeNull();
    expect(given.events()).toEqual([]);
  });

  it('hundreds of full pages at once are refused before anything is recorded', async () => {
    const page = 'events(first: 200) { edges { node { id time actor coordinate reason request } } }';
    const many = Array.from({ length: 500 }, (_, n) => `list${n}: ${page}`).join(' ');
    const before = ledger.asked.length;
    const { body, text } = await given.run(`{ ledger { ${many} } }`, officer());
    expect(codes(body.errors)).toEqual(['OPERATION_TOO_COMPLEX']);
    expect(text).not.toContain('"r1');
    expect({ events: given.events(), asked: ledger.asked.length }).toEqual({ events: [], asked: before });
  });

  it.each([{ patient: 'Observation/o1' }, { patient: 'a b' }, { since: 'yesterday' }, { category: 'NONE' }])(
    'a filter by %j is BAD_USER_INPUT and is not repeated',
    async (filter) => {
      const { errors, text } = await list(officer(), { filter });
      expect(codes(errors)).toEqual(['BAD_USER_INPUT']);
      expect(text).not.toContain(Object.values(filter)[0]);
    },
  );
});

it('whom a filter names stands in no URL', async () => {
  const model = await shippedModel();
  const { schema } = readSdl(await loadSdl('schema'));
  const facts = createDocumentReader(schema, model);
  expect(facts(parse(LIST)).filtersByPhi).toBe(true);
  expect(facts(parse(viewOf('denials(filter: { patient: "p1" })'))).filtersByPhi).toBe(true);
  expect(facts(parse(viewOf('denials'))).filtersByPhi).toBe(false);
});
