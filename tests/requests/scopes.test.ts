import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenContent } from '../../src/identity/mint-token.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await runGateway();
});
afterAll(() => gateway?.close());

const OBSERVATION = 'http://terminology.hl7.org/CodeSystem/observation-category';

const CHART = `{ patient(id: "demo-ada") {
  id birthDate mrn ssn
  observations(first: 100) { edges { node { id category { codings { code } } } } }
  conditions(first: 100) { edges { node { id clinicalStatus { text } } } }
} }`;

interface Answer {
  readonly exists: boolean;
  readonly birthDate: string | null;
  readonly mrn: string | null;
  readonly ssn: string | null;
  /** Category codes of the observations, each once. */
  readonly observations: readonly string[];
  readonly conditions: number;
  /** `coordinate reason`. */
  readonly denials: readonly string[];
}

async function chart(content: Partial<TokenContent>): Promise<Answer> {
  const { status, text } = await gateway.ask(await gateway.token(content), CHART);
  expect(status).toBe(200);
  const { data, errors = [] } = JSON.parse(text);
  const nodes = (list: { edges: { node: Record<string, unknown> }[] } | null | undefined) =>
    (list?.edges ?? []).map(({ node }) => node);
  const codes = nodes(data.patient?.observations).map(
    (node) => /"code":"([^"]+)"/.exec(JSON.stringify(node))?.[1],
  );
  return {
    exists: data.patient !== null,
    birthDate: data.patient?.birthDate ?? null,
    mrn: data.patient?.mrn ?? null,
    ssn: data.patient?.ssn ?? null,
    observations: [...new Set(codes.map(String))].sort(),
    conditions: nodes(data.patient?.conditions).length,
    denials: errors.map(
      ({ extensions }: { extensions: Record<string, string> }) =>
        `${extensions.coordinate} ${extensions.reason}`,
    ),
  };
}

const PHYSICIAN = { fhirUser: 'Practitioner/demo-physician' } as const;
const ALL_LAB = `user/Observation.rs?category=${OBSERVATION}|laboratory`;

describe('a person whose client is held to scopes', () => {
  it('has what the scopes reach and is told of the rest', async () => {
    const whole = await chart(PHYSICIAN);
    expect(whole.observations.length).toBeGreaterThan(1);
    expect(whole.conditions).toBeGreaterThan(0);
    const patientOnly = await chart({ ...PHYSICIAN, scope: 'user/Patient.r openid' });
    expect(patientOnly).toMatchObject({ birthDate: whole.birthDate, observations: [], conditions: 0 });
    expect(patientOnly.denials).toContain('Patient.observations SCOPE');
    expect(patientOnly.denials).toContain('Patient.conditions SCOPE');
  });

  it('sees of a granular scope the rows of that category alone', async () => {
    const lab = await chart({ ...PHYSICIAN, scope: `user/Patient.r ${ALL_LAB}` });
    expect(lab.observations).toEqual(['laboratory']);
    expect(lab.conditions).toBe(0);
    const vital = await chart({
      ...PHYSICIAN,
      scope: `user/Patient.r user/Observation.rs?category=${OBSERVATION}|vital-signs`,
    });
    expect(vital.observations).toEqual(['vital-signs']);
  });

  it('lists nothing with scopes to read one, and reads nothing with scopes to search', async () => {
    const read = await chart({ ...PHYSICIAN, scope: 'user/Patient.r user/Observation.r' });
    expect(read.denials).toContain('Patient.observations SCOPE');
    const search = await chart({ ...PHYSICIAN, scope: 'user/Patient.r user/Observation.s' });
    expect(search.observations).toEqual([]);
  });

  it.each([
    ['no scope claim, of a client that is not first-party', { client: 'somebody-else' }],
    ['scopes that cannot be read', { scope: 'user/Patient.sr user/*.rs?status=final user/*.rs?category=x' }],
    ['scopes of a context that is not theirs', { scope: 'system/*.cruds patient/*.cruds' }],
    ['an empty scope', { scope: '' }],
    ['identity scopes alone', { scope: 'openid fhirUser launch offline_access' }],
  ])('finds nobody with %s', async (_what, content) => {
    expect(await chart({ ...PHYSICIAN, ...content })).toMatchObject({ exists: false, denials: [] });
  });

  it('has patient/ scopes for the patient of the launch alone', async () => {
    const launch = { ...PHYSICIAN, scope: 'patient/Patient.r' };
    expect((await chart({ ...launch, patient: 'demo-ada' })).birthDate).not.toBeNull();
    expect((await chart({ ...launch, patient: 'somebody' })).exists).toBe(false);
    expect((await chart(launch)).exists).toBe(false);
  });

  it('gains nothing by a scope: a clerk stays a clerk', async () => {
    const clerk = { roles: ['BILLING'], purposes: ['HPAYMT'] };
    const without = await chart(clerk);
    expect(await chart({ ...clerk, scope: 'user/*.cruds' })).toEqual(without);
    expect(without).toMatchObject({ observations: [], conditions: 0 });
  });
});

describe('a system', () => {
  const feed = (client: string, scope: string | null): Partial<TokenContent> => ({
    roles: ['SYSTEM'],
    purposes: [],
    multiFactor: false,
    client,
    scope,
  });

  it('has what its scopes reach, under the purpose of its client', async () => {
    const clinical = await chart(feed('demo-clinical-feed', 'system/*.rs'));
    expect(clinical.observations.length).toBeGreaterThan(1);
    expect(clinical.conditions).toBeGreaterThan(0);
    expect(clinical).toMatchObject({ ssn: null });
    expect(clinical.mrn).not.toBeNull();
    const billing = await chart(feed('demo-clearinghouse', 'system/*.rs'));
    expect(billing).toMatchObject({ observations: [], conditions: 0, mrn: clinical.mrn, ssn: null });
    expect(billing.denials).toContain('Patient.conditions PURPOSE');
    const lab = `system/Patient.r ${ALL_LAB.replace('user', 'system')}`;
    expect((await chart(feed('demo-clinical-feed', lab))).observations).toEqual(['laboratory']);
  });

  it.each([
    ['no scope claim', 'demo-clinical-feed', null],
    ['scopes of people', 'demo-clinical-feed', 'user/*.rs patient/*.rs'],
  ])('finds nobody with %s', async (_what, client, scope) => {
    expect(await chart(feed(client, scope))).toMatchObject({ exists: false, denials: [] });
  });

  it.each([
    ['a first-party client, which has no purpose of its own', feed('phield-cli', 'system/*.rs')],
    ['another purpose', { ...feed('demo-clinical-feed', 'system/*.rs'), purposes: ['HPAYMT'] }],
    ['another role', { ...feed('demo-clinical-feed', 'system/*.rs'), roles: ['SYSTEM', 'PHYSICIAN'] }],
  ])('is forbidden with %s', async (_what, content) => {
    const { status, text } = await gateway.ask(await gateway.token(content), '{ me { id } }');
    expect(status).toBe(403);
    expect(JSON.parse(text).errors[0].extensions.code).toBe('FORBIDDEN');
  });

  it('cannot choose another purpose', async () => {
    const token = await gateway.token(feed('demo-clinical-feed', 'system/*.rs'));
    const ask = (purpose: string) =>
      gateway.ask(token, '{ me { purpose } }', { headers: { 'phield-purpose': purpose } });
    expect((await ask('TREAT')).status).toBe(200);
    for (const other of ['HPAYMT', 'BTG', 'COC']) expect((await ask(other)).status).toBe(403);
  });
});

describe('a list', () => {
  it('shows only rows that scopes let be searched for, and a row by its id what they let be read', async () => {
    const rowsOf = async (scope: string, query: string) =>
      (await gateway.ask(await gateway.token({ ...PHYSICIAN, scope }), query)).text;
    const vitals = `user/Observation.r?category=${OBSERVATION}|vital-signs`;
    const seen = await chart({ ...PHYSICIAN, scope: `user/Patient.rs ${ALL_LAB} ${vitals}` });
    expect(seen.observations).toEqual(['laboratory']);
    const all = await chart(PHYSICIAN);
    expect(all.observations).toContain('vital-signs');
    const list =
      '{ patient(id: "demo-ada") { observations(category: VITAL_SIGNS) { edges { node { id } } } } }';
    const [, id] = /"id":"(Observation\/[^"]+)"/.exec(await rowsOf('user/*.rs', list)) ?? [];
    const one = `{ node(id: "${id}") { ... on Observation { effectiveDateTime } } }`;
    expect(await rowsOf(`user/Patient.rs ${vitals}`, one)).toMatch(/"effectiveDateTime":"\d/);
    expect(await rowsOf(`user/Patient.rs ${ALL_LAB}`, one)).toContain('"node":null');
  });
});
