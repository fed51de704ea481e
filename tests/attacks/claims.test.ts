import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenContent } from '../../src/identity/mint-token.ts';
import { codesOf } from '../support/answered.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

/** What a token, a header or an id says in a way that somebody might read as more than it is. */
const PHYSICIAN = { sub: 'demo-physician', fhirUser: 'Practitioner/demo-physician' };
const ADA = '{ patient(id: "demo-ada") { fhirId observations(first: 1) { edges { node { id } } } } }';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await runGateway();
});
afterAll(() => gateway.close());

const ask = async (
  content: Partial<TokenContent>,
  query = ADA,
  headers: Readonly<Record<string, string>> = {},
) => gateway.ask(await gateway.token({ ...PHYSICIAN, ...content }), query, { headers });

it('what all of these vary shows the patient', async () => {
  for (const scope of [null, 'user/*.rs', 'user/Patient.rs user/Observation.rs']) {
    expect((await ask({ scope })).text).toMatch(/"fhirId":"demo-ada".*Observation\//);
  }
});

describe('a scope that is nearly one reaches nobody', () => {
  it.each([
    ['in capitals', 'USER/*.RS'],
    ['of a type in small letters', 'user/patient.rs'],
    ['with its slash escaped', 'user%2F*.rs'],
    ['with all of it escaped', '%75ser/*.rs'],
    ['with a wide letter', 'ｕser/*.rs'],
    ['with a wide asterisk', 'user/＊.rs'],
    ['with letters that nobody sees', 'user/\u200b*.rs'],
    ['after a blank that is none', '\u00a0user/*.rs'],
    ['after a mark of byte order', '\ufeffuser/*.rs'],
    ['between commas', 'openid,user/*.rs'],
    ['between semicolons', 'openid;user/*.rs;'],
    ['in quotes', '"user/*.rs"'],
    ['as a list in JSON', '["user/*.rs"]'],
    ['with permissions in another order', 'user/*.sr'],
    ['with a permission twice', 'user/*.rrs'],
    ['with permissions of both versions', 'user/*.read.rs'],
    ['with nothing after the question mark', 'user/*.rs?'],
    ['with a category of nothing', 'user/*.rs?category='],
    ['with a category of everything', 'user/*.rs?category=*'],
    ['with an unknown parameter', 'user/*.rs?status=final'],
    ['with a fragment', 'user/*.rs#'],
    ['with a way up', 'user/../*.rs'],
    ['with two contexts', 'system/user/*.rs'],
    ['of a machine', 'system/*.rs'],
    ['of a patient without a launch', 'patient/*.rs'],
    ['of nothing', ' '],
    ['for the offline use of everything', 'openid fhirUser launch offline_access *'],
  ])('%s', async (_how, scope) => {
    const { status, body } = await ask({ scope });
    expect({ status, data: body?.data }).toEqual({ status: 200, data: { patient: null } });
  });

  it('and does not spoil one that is, nor add to it', async () => {
    const { body } = await ask({ scope: 'USER/*.RS user/Patient.r user/*.sr' });
    expect(body?.data).toEqual({ patient: { fhirId: 'demo-ada', observations: null } });
  });
});

describe('a claim that is nearly somebody ties to nobody', () => {
  it.each<[string, Partial<TokenContent>]>([
    ['the practitioner in small letters', { fhirUser: 'practitioner/demo-physician' }],
    ['the practitioner with a version', { fhirUser: 'Practitioner/demo-physician/_history/1' }],
    ['the practitioner elsewhere', { fhirUser: 'https://elsewhere.example/Practitioner/demo-physician' }],
    ['the practitioner with a blank', { fhirUser: ' Practitioner/demo-physician' }],
    ['the practitioner with an escape', { fhirUser: 'Practitioner/demo%2Dphysician' }],
    ['two practitioners', { fhirUser: 'Practitioner/demo-physician,Practitioner/demo-nurse' }],
    ['the patient, for a physician', { fhirUser: 'Patient/demo-ada' }],
    ['the team', { fhirUser: 'CareTeam/demo-ada-team' }],
    ['a relative, for a physician', { fhirUser: 'RelatedPerson/demo-proxy' }],
    ['a launch for somebody else', { patient: 'demo-cleo' }],
    ['a launch for the patient, without a tie', { fhirUser: null, patient: 'demo-ada' }],
    ['a launch for no patient', { patient: 'Patient/' }],
  ])('%s', async (_what, content) => {
    const { body } = await ask(content);
    expect(body?.data?.patient ?? null).toBeNull();
  });

  it.each<[string, Partial<TokenContent>]>([
    ['a clerk who says he is the physician', { roles: ['BILLING'], purposes: ['HPAYMT'] }],
    ['a patient who says she is the physician', { roles: ['PATIENT'], purposes: ['PATRQT'] }],
    ['an auditor who is also tied', { roles: ['AUDITOR'], purposes: ['HOPERAT'] }],
    ['a physician who asks for payment', { purposes: ['HPAYMT'] }],
  ])('%s is shown no chart', async (_what, content) => {
    const { text } = await ask(content);
    expect(text).not.toContain('Observation/');
  });
});

describe('a purpose in a header', () => {
  it.each(['BTG', 'ETREAT', 'HPAYMT', 'TREAT,ETREAT', 'TREAT ', 'treat', '', 'TREAT\tETREAT'])(
    'chooses none that the token has not: %j',
    async (purpose) => {
      const { status, body } = await ask({}, '{ me { purpose } }', { 'phield-purpose': purpose });
      const chosen = Object(body?.data?.me).purpose;
      expect([status, chosen]).toEqual(purpose.trim() === 'TREAT' ? [200, 'TREAT'] : [403, undefined]);
    },
  );

  it('does not make a glass open', async () => {
    const stranger = { sub: 'nobody-tied', fhirUser: null, purposes: ['TREAT', 'ETREAT', 'BTG'] };
    for (const purpose of ['ETREAT', 'BTG']) {
      const { status, body } = await ask(stranger, ADA, { 'phield-purpose': purpose });
      expect([status, body?.data]).toEqual([200, { patient: null }]);
    }
  });
});

describe('an id that is nearly one is nobody’s', () => {
  it.each([
    'Demo-Ada',
    'demo-ada ',
    'demo-ada/',
    'demo-ada\u0000',
    'demo-ada\u200b',
    'demo%2Dada',
    'demo‐ada',
    'demo-ada|',
    'demo-ada#S',
    'P#demo-ada',
    'T#riverside#P#demo-ada',
    '../riverside/demo-ada',
    'Patient/Patient/demo-ada',
    'Patient/demo-ada/_history/1',
    'https://riverside.example/Patient/demo-ada',
    '["demo-ada"]',
    'demo-*',
  ])('%j', async (id) => {
    const token = await gateway.token(PHYSICIAN);
    for (const query of [
      'query ($id: ID!) { found: patient(id: $id) { id } }',
      'query ($id: ID!) { found: node(id: $id) { id } }',
    ]) {
      const { status, body } = await gateway.ask(token, query, { variables: { id } });
      expect([status, body?.data]).toEqual([200, { found: null }]);
    }
  });

  it('and so is every id of the other house, one after the other', async () => {
    const ids = ['demo-ben', ...Array.from({ length: 20 }, (_, at) => `patient-${at}`)];
    const query = `{ ${ids.map((id, at) => `p${at}: patient(id: "${id}") { id }`).join(' ')} }`;
    const { body } = await ask({ sub: 'nobody-tied', fhirUser: null }, query);
    expect(new Set(Object.values(body?.data ?? {}))).toEqual(new Set([null]));
    expect(body?.errors).toBeUndefined();
  });
});

it.each<[string, Partial<TokenContent>]>([
  ['roles', { roles: [] }],
  ['purposes', { purposes: [] }],
])('an empty list of %s is nobody, not everybody', async (_name, content) => {
  const answer = await ask(content);
  expect([answer.status, codesOf(answer)]).toEqual([403, ['FORBIDDEN']]);
});
