import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACTOR_KIND, nameUnder } from '../../src/ledger/ledger-names.ts';
import { type ActingGateway, actingGateway, OFFICER, signedIn } from '../support/acting-gateway.ts';
import { findingId, madeFinding } from '../support/made-finding.ts';

const LIST = `query($state: FindingState, $severity: FindingSeverity, $detector: String, $first: Int, $after: String) {
  findings(state: $state, severity: $severity, detector: $detector, first: $first, after: $after) {
    edges { node { id state } cursor } pageInfo { hasNextPage endCursor } } }`;
const ONE = `query($id: ID!) { finding(id: $id) { id detector severity actor subject from to records sightings
  measured allowed clocks { rule due } state assignee verdict changed by version } }`;
const CLOSE =
  'mutation($id: ID!, $version: Int! = 1) { done: closeFinding(id: $id, version: $version, verdict: BREACH) { state verdict by assignee version } }';
const ASSIGN =
  'mutation($id: ID!, $version: Int! = 1, $to: ID! = "helper") { done: assignFinding(id: $id, version: $version, assignee: $to) { state assignee by version } }';
const REOPEN =
  'mutation($id: ID!, $version: Int! = 1) { done: reopenFinding(id: $id, version: $version) { state assignee verdict } }';

const officer = signedIn(OFFICER);
const auditor = signedIn({ ...OFFICER, id: 'auditor', roles: ['AUDITOR'] });

let given: ActingGateway;
beforeAll(async () => {
  given = await actingGateway();
});
beforeEach(async () => {
  given.reset();
  const all = [1, 2, 3].map((number) => madeFinding(number));
  const severe = madeFinding(4, { severity: 'HIGH', detector: 'denial-burst' });
  await given.world.findings.keep([...all, severe, madeFinding(9, { tenant: 'lakeside' })], 0);
});

const ask = async (who: typeof officer, query: string, variables: Record<string, unknown> = {}) => {
  const { body } = await given.run(query, who, variables);
  return { data: Object(body.data), codes: body.errors?.map(({ extensions }) => extensions.code) };
};
const idsOf = (data: Record<string, unknown>) =>
  Object(data.findings).edges.map(({ node }: { node: { id: string } }) => node.id);
const coordinates = () => given.events().map(({ coordinate, decision }) => [coordinate, decision]);

describe('findings', () => {
  it('are told newest first, a page at a time, narrowed by what is asked, of one tenant alone', async () => {
    const first = await ask(auditor, LIST, { first: 3 });
    expect(idsOf(first.data)).toEqual([4, 3, 2].map(findingId));
    const { hasNextPage, endCursor } = first.data.findings.pageInfo;
    expect(hasNextPage).toBe(true);
    expect(idsOf((await ask(auditor, LIST, { first: 3, after: endCursor })).data)).toEqual([findingId(1)]);
    for (const narrowed of [{ severity: 'HIGH' }, { detector: 'denial-burst' }]) {
      expect(idsOf((await ask(officer, LIST, narrowed)).data)).toEqual([findingId(4)]);
    }
    expect(idsOf((await ask(officer, LIST, { state: 'CLOSED' })).data)).toEqual([]);
    expect((await ask(officer, LIST, { detector: 'no such' })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('are told one by one, with all that there is', async () => {
    const { data } = await ask(auditor, ONE, { id: findingId(4) });
    const { evidence, tenant: _, ...same } = madeFinding(4, { severity: 'HIGH', detector: 'denial-burst' });
    const kept = { state: 'OPEN', assignee: null, verdict: null, by: 'phield', version: 1 };
    expect(data.finding).toEqual({ ...same, ...evidence, ...kept, changed: '1970-01-01T00:00:00.000Z' });
    expect((await ask(auditor, ONE, { id: findingId(9) })).data.finding).toBeNull();
    expect((await ask(auditor, ONE, { id: 'Patient/ada' })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it.each([
    [LIST, 'Query.findings'],
    [ONE, 'Query.finding'],
  ])('are on record before they are read: %#', async (query, coordinate) => {
    await ask(auditor, query, { id: findingId(1) });
    expect(coordinates()).toContainEqual([coordinate, 'PERMIT']);
    given.world.findings.calls.length = 0;
    given.ledger.failWith = new Error('full');
    const { codes, data } = await ask(auditor, query, { id: findingId(1) });
    expect(codes).toEqual(['LEDGER_UNAVAILABLE']);
    expect(data).toEqual({});
    expect(given.world.findings.calls).toEqual([]);
  });

  it.each([
    ['a physician', { roles: ['PHYSICIAN'], purpose: 'TREAT', purposes: ['TREAT'] }],
    ['an administrator', { roles: ['SYSTEM_ADMIN'] }],
    ['an officer here for something else', { purpose: 'HMARKT', purposes: ['HMARKT'] }],
    ['an officer whose scopes do not reach', { scopes: ['user/Patient.rs'] }],
  ])('are not for %s', async (_who, change) => {
    const who = signedIn({ ...OFFICER, ...change });
    for (const query of [LIST, ONE, CLOSE, ASSIGN, REOPEN]) {
      expect((await ask(who, query, { id: findingId(1) })).codes).toEqual(['FORBIDDEN']);
    }
    expect(given.world.findings.calls).toEqual([]);
  });
});

describe('judging a finding', () => {
  it('is on record first, and goes from hand to hand', async () => {
    const id = findingId(1);
    expect((await ask(officer, ASSIGN, { id })).data.done).toEqual({
      state: 'ASSIGNED',
      assignee: 'helper',
      by: 'officer',
      version: 2,
    });
    expect((await ask(officer, CLOSE, { id, version: 2 })).data.done).toEqual({
      state: 'CLOSED',
      verdict: 'BREACH',
      by: 'officer',
      assignee: 'officer',
      version: 3,
    });
    expect((await ask(officer, REOPEN, { id, version: 3 })).data.done).toEqual({
      state: 'OPEN',
      assignee: null,
      verdict: null,
    });
    const acts = given.events().filter(({ kind }) => kind === 'privileged');
    expect(acts.map(({ coordinate, resource }) => [coordinate, resource?.id])).toEqual(
      ['assign', 'close', 'reopen'].map((act) => [`Mutation.${act}Finding`, id]),
    );
    given.world.findings.calls.length = 0;
    given.ledger.failWith = new Error('full');
    expect((await ask(officer, CLOSE, { id, version: 4 })).codes).toEqual(['LEDGER_UNAVAILABLE']);
    expect(given.world.findings.calls).toEqual([`find riverside ${id}`]);
  });

  it('is not for auditors, nor for an officer whose scopes end at reading', async () => {
    const reads = signedIn({ ...OFFICER, scopes: ['user/AuditEvent.rs'] });
    for (const who of [auditor, reads]) {
      expect((await ask(who, LIST)).codes).toBeUndefined();
      for (const query of [CLOSE, ASSIGN, REOPEN]) {
        expect((await ask(who, query, { id: findingId(1) })).codes).toEqual(['FORBIDDEN']);
      }
    }
  });

  it('is not for whom it is about, under whatever name the ledger has them, nor is it given to them', async () => {
    const key = new Uint8Array(32).fill(7);
    given.world.nameKeys = { tenant: async () => key, patients: async () => new Map() };
    const own = madeFinding(5, { actor: 'officer' });
    const named = madeFinding(6, { actor: nameUnder(key, ACTOR_KIND, 'officer') });
    const other = madeFinding(7, { actor: nameUnder(key, ACTOR_KIND, 'helper') });
    await given.world.findings.keep([own, named, other], 0);
    for (const { id } of [own, named]) {
      for (const query of [CLOSE, ASSIGN, REOPEN]) {
        expect((await ask(officer, query, { id })).codes).toEqual(['FORBIDDEN']);
      }
    }
    expect((await ask(officer, ASSIGN, { id: other.id })).codes).toEqual(['FORBIDDEN']);
    expect((await ask(officer, CLOSE, { id: other.id })).data.done.state).toBe('CLOSED');
    expect(coordinates()).toContainEqual(['Mutation.closeFinding', 'DENY']);
  });

  it('is in conflict with what somebody did since, before or meanwhile', async () => {
    const id = findingId(2);
    expect((await ask(officer, CLOSE, { id, version: 7 })).codes).toEqual(['CONFLICT']);
    expect(given.events().filter(({ decision }) => decision === 'PERMIT')).toEqual([]);
    const { findings } = given.world;
    findings.during = async () => {
      findings.during = async () => {};
      await findings.change('riverside', id, 1, { state: 'OPEN' }, { by: 'other', now: 0 });
    };
    expect((await ask(officer, CLOSE, { id })).codes).toEqual(['CONFLICT']);
    expect((await findings.find('riverside', id))?.by).toBe('other');
    const decisions = coordinates().filter(([coordinate]) => coordinate === 'Mutation.closeFinding');
    expect(decisions.map(([, decision]) => decision)).toEqual(['DENY', 'PERMIT', 'DENY']);
  });

  it('is null where there is none in this tenant', async () => {
    for (const id of [findingId(9), findingId(10)]) {
      expect(await ask(officer, CLOSE, { id })).toMatchObject({ data: { done: null }, codes: undefined });
    }
    expect(given.world.findings.calls.filter((call) => call.includes('lakeside'))).toEqual([]);
    expect((await ask(officer, ASSIGN, { id: findingId(1), to: 'non-ASCII: ü' })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
  });
});
