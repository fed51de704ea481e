import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenContent } from '../../src/identity/mint-token.ts';
import type { Answered } from '../support/answered.ts';
import { codesOf } from '../support/answered.ts';
import { labelled, observed, visit } from '../support/filtered-patients.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';
import { importResources, patientNamed } from './import-resources.ts';

/** What every object of the language has, beside a name alike that nothing has. */
const NAMES = [
  ['__proto__', '__other__'],
  ['constructor', 'nobodyhere'],
  ['prototype', 'somewhere'],
  ['toString', 'toNobody'],
  ['hasOwnProperty', 'hasNoProperties'],
] as const;

const TREAT = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'TREAT' };
const WHY = 'Unconscious in the emergency room.';
const PHYSICIAN = { sub: 'demo-physician', fhirUser: 'Practitioner/demo-physician' };
const PATIENT = {
  sub: 'demo-ada',
  roles: ['PATIENT'],
  purposes: ['PATRQT'],
  fhirUser: 'Patient/demo-ada',
  patient: 'demo-ada',
};
const OFFICER = { sub: 'officer', roles: ['PRIVACY_OFFICER'], purposes: ['HOPERAT'] };
const CHART = '{ patient(id: "demo-ada") { id birthDate observations { edges { node { id } } } } me { id } }';
const LIST = '{ edges { node { id } } pageInfo { hasNextPage } }';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await runGateway();
});
afterAll(() => gateway.close());

interface Asked {
  readonly who?: Partial<TokenContent>;
  readonly query?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask({
  who = PHYSICIAN,
  query = CHART,
  variables = {},
  headers = {},
}: Asked): Promise<Answered> {
  return gateway.ask(await gateway.token(who), query, { variables, headers });
}

const asking = (query: string, who?: Partial<TokenContent>) => (v: string) => ({
  query: `query ($v: String!) ${query}`,
  variables: { v },
  ...(who && { who }),
});
const askingId = (query: string, of = (name: string) => name, who?: Partial<TokenContent>) => {
  return (name: string) => ({
    query: `${query.startsWith('{') ? 'query' : 'mutation'} ($v: ID!) ${query.replace(/^mutation /, '')}`,
    variables: { v: of(name) },
    ...(who && { who }),
  });
};
const recording = (input: (name: string) => object) => (name: string) => ({
  who: PATIENT,
  query: 'mutation ($v: ConsentInput!) { recordConsent(patientId: "demo-ada", input: $v) { id status } }',
  variables: { v: { decision: 'DENY', ...input(name) } },
});
const explaining = (input: (name: string) => object, actor: (name: string) => object = () => ({})) => {
  return (name: string) => ({
    who: OFFICER,
    query:
      'mutation ($v: ExplainAccessInput!) { explainAccess(input: $v) { exists fields { field reason } } }',
    variables: {
      v: {
        resource: 'Patient/demo-ada',
        fields: ['name'],
        ...input(name),
        actor: { roles: ['NURSE'], purpose: 'TREAT', ...actor(name) },
      },
    },
  });
};

const POSITIONS: readonly (readonly [string, (name: string) => Asked])[] = [
  ['the id of a patient', askingId('{ patient(id: $v) { id } }')],
  ['the id of a reference', askingId('{ node(id: $v) { id } }', (name) => `Patient/${name}`)],
  ['the type of a reference', askingId('{ node(id: $v) { id } }', (name) => `${name}/demo-ada`)],
  [
    'the patient of a glass',
    askingId(`mutation { breakGlass(patientId: $v, reason: OVRER, justification: "${WHY}") { id } }`),
  ],
  [
    'the glass of a review',
    askingId(
      'mutation { reviewBreakGlass(id: $v, verdict: JUSTIFIED, comment: "Seen.") { state } }',
      (name) => `BreakGlassReview/${name}`,
      OFFICER,
    ),
  ],
  ['a consent to withdraw', askingId('mutation { withdrawConsent(id: $v) { id } }', undefined, PATIENT)],
  [
    'a consent that takes its place',
    askingId(
      'mutation { withdrawConsent(id: "none", supersededBy: $v) { id } }',
      (name) => `Consent/${name}`,
      PATIENT,
    ),
  ],
  ['a name sought', asking(`{ patients(search: { name: $v }) ${LIST} }`)],
  ['a record number sought', asking(`{ patients(search: { mrn: $v }) ${LIST} }`)],
  ['a telephone number sought', asking(`{ patients(search: { phone: $v }) ${LIST} }`)],
  ['a record number to find by', asking('{ findPatient(search: { mrn: $v }) { id } }')],
  ['a code sought', asking(`{ patient(id: "demo-ada") { observations(code: $v) ${LIST} } }`)],
  ['a cursor', asking(`{ patients(after: $v) ${LIST} }`)],
  [
    'a row to reveal',
    askingId(
      `mutation { reveal(id: $v, fields: ["birthDate"], reason: "${WHY}") { field } }`,
      (name) => `Patient/${name}`,
    ),
  ],
  [
    'a field to reveal',
    (name) => ({
      query: `mutation ($v: [String!]!) { reveal(id: "Patient/demo-ada", fields: $v, reason: "${WHY}") { field } }`,
      variables: { v: [name] },
    }),
  ],
  ['a label of a consent', recording((name) => ({ labels: [name] }))],
  ['a type of a consent', recording((name) => ({ classes: [name] }))],
  ['an actor of a consent', recording((name) => ({ actors: [`${name}/x`] }))],
  [
    'a record of a consent',
    recording((name) => ({ data: [{ meaning: 'INSTANCE', reference: `${name}/x` }] })),
  ],
  ['a field to explain', explaining((name) => ({ fields: [name] }))],
  ['a row to explain', explaining((name) => ({ resource: `${name}/demo-ada` }))],
  [
    'a role to explain',
    explaining(
      () => ({}),
      (name) => ({ roles: [name] }),
    ),
  ],
  [
    'a purpose to explain',
    explaining(
      () => ({}),
      (name) => ({ purpose: name }),
    ),
  ],
  [
    'a scope to explain',
    explaining(
      () => ({}),
      (name) => ({ scopes: [`user/${name}.rs`] }),
    ),
  ],
  ['a role', (name) => ({ who: { ...PHYSICIAN, roles: [name] } })],
  ['a tenant', (name) => ({ who: { ...PHYSICIAN, tenant: name } })],
  ['a purpose', (name) => ({ who: { ...PHYSICIAN, purposes: [name] } })],
  ['a purpose chosen', (name) => ({ headers: { 'phield-purpose': name } })],
  ['a user', (name) => ({ who: { ...PHYSICIAN, sub: name, fhirUser: null } })],
  ['a practitioner', (name) => ({ who: { ...PHYSICIAN, fhirUser: `Practitioner/${name}` } })],
  ['a kind of user', (name) => ({ who: { ...PHYSICIAN, fhirUser: `${name}/demo-physician` } })],
  ['a patient of a launch', (name) => ({ who: { ...PHYSICIAN, patient: name } })],
  ['a client', (name) => ({ who: { ...PHYSICIAN, client: name } })],
  [
    'a client of a system',
    (name) => ({
      who: {
        roles: ['SYSTEM'],
        purposes: [],
        multiFactor: false,
        fhirUser: null,
        client: name,
        scope: 'system/*.rs',
      },
    }),
  ],
  ['a context of a scope', (name) => ({ who: { ...PHYSICIAN, scope: `${name}/*.rs` } })],
  ['a type of a scope', (name) => ({ who: { ...PHYSICIAN, scope: `user/${name}.rs` } })],
  ['permissions of a scope', (name) => ({ who: { ...PHYSICIAN, scope: `user/*.${name}` } })],
  [
    'a category of a scope',
    (name) => ({ who: { ...PHYSICIAN, scope: `user/*.rs?category=${name}|${name}` } }),
  ],
];

describe.each(POSITIONS)('as %s', (_position, asked) => {
  it.each(NAMES)('%s is a name like %s', async (name, plain) => {
    const [one, other] = [await ask(asked(name)), await ask(asked(plain))];
    // The token that tells a client to drop its cache follows the claims.
    const text = (answer: Answered, own: string) =>
      answer.text.replaceAll(own, 'NAME').replaceAll(/"class":"[^"]+"/g, '');
    expect(text(one, name)).toBe(text(other, plain));
    expect(one.status).toBe(other.status);
    expect(codesOf(one)).not.toContain('INTERNAL_SERVER_ERROR');
    expect(one.text).not.toMatch(/"birthDate":"|"status":"active"|"edges":\[\{/);
  });
});

describe('in a document', () => {
  it.each(NAMES.slice(1))('%s is an alias like %s', async (name, plain) => {
    const query = (alias: string) =>
      `{ ${alias}: patient(id: "demo-ada") { ${alias}: birthDate a: mrn ...${alias} } } fragment ${alias} on Patient { gender }`;
    const [one, other] = [await ask({ query: query(name) }), await ask({ query: query(plain) })];
    expect(one.text).toMatch(new RegExp(`"${name}":"\\d{4}-`));
    expect(one.text.replaceAll(name, plain)).toBe(other.text);
  });

  it('an alias that would be a prototype brings nothing along', async () => {
    const { status, text } = await ask({
      query: '{ __proto__: patient(id: "demo-ada") { id ssn } me { id } }',
      who: { sub: 'nobody-tied' },
    });
    expect(status).toBe(200);
    expect(text).toMatch(/^\{"data":\{"__proto__":null,"me":\{"id":"nobody-tied"\}\}/);
  });

  it('a prototype in place of a search finds nobody', async () => {
    const variables = JSON.parse('{"search": {"__proto__": {"mrn": "RV10000001"}}}');
    const answer = await ask({
      query: `query ($search: PatientSearchInput) { patients(search: $search) ${LIST} }`,
      variables,
    });
    expect(answer.body?.data ?? null).toBeNull();
    expect(answer.status).toBe(400);
  });
});

describe('as stored', () => {
  const consent = (id: string, patient: string, provision: string) => ({
    resourceType: 'Consent',
    id,
    status: 'active',
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient: { reference: `Patient/${patient}` },
    dateTime: '2020-01-01',
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTIN' }] },
    provision: JSON.parse(provision),
  });

  beforeAll(async () => {
    await importResources(gateway.config, [
      patientNamed('constructor', 'Built'),
      visit('constructor'),
      observed('constructor', 'plain', '4548-4'),
      observed('constructor', 'proto', '4548-4', labelled('__proto__')),
      observed('constructor', 'string', '4548-4', labelled('toString', 'http://example.org/labels')),
      observed('constructor', 'category', '4548-4', { category: [{ coding: [{ code: 'constructor' }] }] }),
      // What no label withholds is then permitted.
      consent('valueOf', 'constructor', JSON.stringify({ type: 'permit', purpose: [TREAT] })),
      patientNamed('hasOwnProperty', 'Own'),
      visit('hasOwnProperty'),
      observed('hasOwnProperty', 'lab', '4548-4'),
      consent(
        'constructor',
        'hasOwnProperty',
        '{"__proto__": {"type": "permit"}, "constructor": {"type": "permit"}}',
      ),
    ]);
  });

  const rows = async (id: string, who: Partial<TokenContent> = PHYSICIAN) =>
    (await ask({ who, query: `{ patient(id: "${id}") { fhirId observations { edges { node { id } } } } }` }))
      .body?.data;

  it('an id of the language is a patient’s for whom it is tied to, and nobody’s for others', async () => {
    expect(await rows('constructor')).toMatchObject({ patient: { fhirId: 'constructor' } });
    expect(await rows('constructor', { sub: 'nobody-tied' })).toEqual({ patient: null });
    expect(await rows('toString')).toEqual({ patient: null });
  });

  it('a label of the language is one that nobody opens, and a category one that nobody knows', async () => {
    expect(
      JSON.stringify(await rows('constructor'))
        .match(/constructor-\w+/g)
        ?.sort(),
    ).toEqual(['constructor-category', 'constructor-plain']);
    const pharmacist = {
      sub: 'demo-pharmacist',
      roles: ['PHARMACIST'],
      fhirUser: 'Practitioner/demo-pharmacist',
    };
    expect(JSON.stringify(await rows('constructor', pharmacist)).match(/constructor-\w+/g)).toEqual([
      'constructor-plain',
    ]);
  });

  it('a consent whose rule says nothing of its own permits nothing', async () => {
    expect(await rows('hasOwnProperty')).toEqual({ patient: null });
  });
});
