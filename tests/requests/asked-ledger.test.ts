import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { createTenantPolicies } from '../../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { createDocumentReader } from '../../src/documents/read-document.ts';
import { LedgerUnavailableError } from '../../src/errors.ts';
import type { Actor } from '../../src/identity/actor.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { type ActingGateway, actingGateway, OFFICER, signedIn } from '../support/acting-gateway.ts';
import { type AskedLedger, askedLedger } from '../support/asked-ledger.ts';
import { shippedModel } from '../support/shipped-model.ts';

const LIST = `query($filter: LedgerFilter, $first: Int = 20, $after: String) { ledger {
  events(filter: $filter, first: $first, after: $after) { edges { node { id tenant subject kind coordinate resource { type id } } cursor }
    pageInfo { hasNextPage endCursor hasPreviousPage } } } }`;
const viewOf = (view: string) => `{ ledger { ${view} { edges { node { id } } } } }`;
const MINE = `query($first: Int = 20, $after: String) { whoSawMyRecord(first: $first, after: $after) {
  edges { node { time tenant actor roles client purposes categories fields breakGlass insight } } pageInfo { hasNextPage endCursor } } }`;

const officer = (overrides: Partial<Actor> = {}) => signedIn({ ...OFFICER, ...overrides });
const auditor = () => officer({ id: 'auditor', roles: ['AUDITOR'] });
const patient = (id: string, overrides: Partial<Actor> = {}) =>
  signedIn({
    id: `user-of-${id}`,
    roles: ['PATIENT'],
    purpose: 'PATRQT',
    purposes: ['PATRQT'],
    fhirUser: `Patient/${id}`,
    ...overrides,
  });

let ledger: AskedLedger;
let given: ActingGateway;

/** At minutes of one day, so that order is by time. */
const at = (minute: number, change: Partial<OperationRecord> = {}) =>
  sampleRecord({
    id: `r${minute}`,
    time: new Date(Date.UTC(2026, 1, 1, 0, minute)).toISOString(),
    ...change,
  });
const elsewhere = (record: OperationRecord) => ({ ...record, id: `x${record.id}`, tenant: 'lakeside' });

beforeAll(async () => {
  ledger = askedLedger();
  given = await actingGateway(undefined, {
    openTenantLedger: ledger.open,
    policies: (model) =>
      createTenantPolicies(
        new Map(
          ['riverside', 'lakeside'].map((tenant) => [
            tenant,
            parseTenantOverlay(`tenant: ${tenant}\n`, `${tenant}.yaml`, model),
          ]),
        ),
        model,
      ),
  });
  for (let minute = 1; minute <= 6; minute += 1) {
    await ledger.add(at(minute), elsewhere(at(minute)));
  }
  const glass = { shape: 0, resources: ['p1'], consent: null, breakGlass: 'g1' };
  const fields = [['Patient.name', 'DEMOGRAPHICS', 'PERMIT', 'NONE', 'BREAK_GLASS', null]] as const;
  const opened = {
    shapes: [{ type: 'Patient', via: null, fields }],
    subjects: [{ subject: 'p1', groups: [glass] }],
  };
  await ledger.add(at(7, opened), elsewhere(at(7, opened)));
  const reading = { kind: 'privileged', shapes: [], subjects: [{ subject: 'p1', groups: [] }] } as const;
  await ledger.add(at(8, reading), elsewhere(at(8, reading)));
  const refusal = { kind: 'refusal', refusal: 'FORBIDDEN', shapes: [], subjects: [], count: 4 } as const;
  await ledger.add(at(9, refusal), elsewhere(at(9, refusal)));
});
afterAll(() => ledger.close());
beforeEach(() => {
  given.reset();
  for (const id of ['p1', 'p2']) given.world.addPatient(id);
});

async function list(who: Actor, variables: Record<string, unknown> = {}) {
  const { body, text } = await given.run(LIST, who, variables);
  return { ...read(Object(body.data?.ledger).events), errors: body.errors, text };
}

function read(connection: unknown) {
  const { edges = [], pageInfo } = Object(connection);
  const nodes: Record<string, unknown>[] = edges.map(({ node }: { node: unknown }) => node);
  return { nodes, ids: nodes.map(({ id }) => id), pageInfo, isNull: connection === null };
}

const codes = (errors: Awaited<ReturnType<typeof list>>['errors']) =>
  errors?.map(({ extensions }) => extensions.code);

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
    ).toEqual(['Ledger.breakGlass', 'Ledger.denials']);
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

describe('whoSawMyRecord', () => {
  const mine = async (who: Actor, variables = {}) => {
    const { body, text } = await given.run(MINE, who, variables);
    return { ...read(body.data?.whoSawMyRecord ?? null), errors: body.errors, text };
  };

  it('tells a patient who read the own record, by operation, and nothing of the others in it', async () => {
    const { nodes, errors, text } = await mine(patient('p1'));
    expect(errors).toBeUndefined();
    expect(nodes).toHaveLength(7);
    expect(nodes[0]).toEqual({
      time: '2026-02-01T00:07:00.000Z',
      tenant: 'riverside',
      actor: 'dr-one',
      roles: ['PHYSICIAN'],
      client: 'portal',
      purposes: ['BTG'],
      categories: ['DEMOGRAPHICS'],
      fields: 1,
      breakGlass: true,
      insight: false,
    });
    expect(nodes[1]).toMatchObject({
      purposes: ['TREAT'],
      categories: ['DEMOGRAPHICS', 'LAB'],
      fields: 2,
      breakGlass: false,
      insight: true,
    });
    expect(text).not.toContain('"p2');
    expect((await mine(patient('p2'))).nodes).toHaveLength(6);
    expect((await mine(patient('p2'))).nodes[0]).toMatchObject({ categories: ['DEMOGRAPHICS'], fields: 1 });
  });

  it('is on record before anything is looked for', async () => {
    await mine(patient('p1'));
    expect(given.events()).toMatchObject([
      {
        kind: 'privileged',
        coordinate: 'Query.whoSawMyRecord',
        subject: 'p1',
        resource: { type: 'Patient', id: 'p1' },
      },
    ]);
    given.ledger.failWith = new LedgerUnavailableError('full');
    const before = ledger.asked.length;
    const { errors } = await mine(patient('p1'));
    expect(codes(errors)).toEqual(['LEDGER_UNAVAILABLE']);
    expect(ledger.asked).toHaveLength(before);
  });

  it('pages by operation', async () => {
    const first = await mine(patient('p1'), { first: 3 });
    const second = await mine(patient('p1'), { first: 10, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...second.nodes]).toEqual((await mine(patient('p1'))).nodes);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    const of = await mine(patient('p2'), { first: 3, after: first.pageInfo.endCursor });
    expect(codes(of.errors)).toEqual(['BAD_USER_INPUT']);
  });

  it.each<[string, Actor]>([
    ['a physician', signedIn()],
    ['a privacy officer', officer()],
    [
      'a proxy',
      signedIn({ roles: ['PROXY'], purpose: 'PATRQT', purposes: ['PATRQT'], fhirUser: 'RelatedPerson/r' }),
    ],
    ['a patient here for something else', patient('p1', { purpose: 'TREAT', purposes: ['TREAT'] })],
    ['a patient whose app may read other things', patient('p1', { scopes: ['patient/Observation.rs'] })],
  ])('is refused to %s', async (_who, who) => {
    const before = ledger.asked.length;
    const { errors, isNull } = await mine(who);
    expect({ codes: codes(errors), isNull }).toEqual({ codes: ['FORBIDDEN'], isNull: true });
    expect(ledger.asked).toHaveLength(before);
  });

  it.each<[string, Actor]>([
    ['of no record here', patient('nobody')],
    ['whose sign-in and launch name two', patient('p1', { patient: 'p2' })],
    ['who is tied to none', patient('p1', { fhirUser: null })],
    ['who is somebody else besides', patient('p1', { fhirUser: 'Practitioner/p1' })],
  ])('is null for a patient %s', async (_who, who) => {
    const before = ledger.asked.length;
    const { errors, isNull } = await mine(who);
    expect({ errors, isNull }).toEqual({ errors: undefined, isNull: true });
    expect(ledger.asked).toHaveLength(before);
  });

  it('is told through the launch context where the sign-in names nobody', async () => {
    expect((await mine(patient('p1', { fhirUser: null, patient: 'p1' }))).nodes).toHaveLength(7);
  });
});
