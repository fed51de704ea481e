import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenContent } from '../../src/identity/mint-token.ts';
import { type Answered, codesOf } from '../support/answered.ts';
import { chart, observed, visit } from '../support/filtered-patients.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';
import { importResources, patientNamed } from './import-resources.ts';

/** What an act answers with, and what it takes in: neither is a way to other people's rows. */
const WHY = 'Unconscious in the emergency room.';
const PHYSICIAN = { sub: 'demo-physician', fhirUser: 'Practitioner/demo-physician' };
const OFFICER = { sub: 'officer', roles: ['PRIVACY_OFFICER'], purposes: ['HOPERAT'] };
const patientToken = (id: string) => ({
  sub: id,
  roles: ['PATIENT'],
  purposes: ['PATRQT'],
  fhirUser: `Patient/${id}`,
  patient: id,
  multiFactor: false,
});

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await runGateway();
  await importResources(gateway.config, [
    ...['mine', 'yours'].flatMap((id) => [patientNamed(id, 'Payload'), ...chart(id)]),
    visit('mine'),
    observed('mine', 'lab', '4548-4'),
    patientNamed('shut', 'Shutson', { telecom: [{ system: 'phone', value: '555-0177' }] }),
    visit('shut'),
    observed('shut', 'lab', '4548-4'),
  ]);
});
afterAll(() => gateway.close());

const ask = async (
  query: string,
  variables: Record<string, unknown> = {},
  who: Partial<TokenContent> = PHYSICIAN,
) => gateway.ask(await gateway.token(who), query, { variables });

const record = (input: object, who: Partial<TokenContent> = patientToken('mine'), id = 'mine') =>
  ask(
    'mutation ($id: ID!, $input: ConsentInput!) { recordConsent(patientId: $id, input: $input) { id status renews } }',
    { id, input: { decision: 'DENY', purposes: ['RESEARCH'], ...input } },
    who,
  );
const recordedBy = async (id: string, input: object = {}) =>
  String(Object((await record(input, patientToken(id), id)).body?.data?.recordConsent).id);
const withdraw = (variables: object, who: Partial<TokenContent> = patientToken('mine')) =>
  ask(
    'mutation ($id: ID!, $by: ID) { withdrawConsent(id: $id, supersededBy: $by) { id status } }',
    { ...variables },
    who,
  );
const same = (answers: readonly Answered[], ...names: readonly string[]) => {
  const texts = answers.map(({ status, text }, at) =>
    `${status} ${text}`.replaceAll(names[at] ?? '\n', 'NAME').replaceAll(/Consent\/[^"]+/g, 'Consent/x'),
  );
  expect(new Set(texts).size).toBe(1);
};

describe('recordConsent', () => {
  it('tells nothing of records that it names: somebody else’s are like none', async () => {
    const data = (reference: string) => ({ data: [{ meaning: 'INSTANCE', reference }] });
    const answers = [];
    for (const id of ['yours-a1c-2024', 'none']) answers.push(await record(data(`Observation/${id}`)));
    for (const id of ['Patient/yours', 'Patient/none']) answers.push(await record(data(id)));
    same(answers);
    expect(answers[0]?.text).toContain('"status":"active"');
  });

  it('tells nothing of a consent it is said to renew', async () => {
    const theirs = await recordedBy('yours');
    const answers = [];
    for (const renews of [theirs, 'Consent/none']) answers.push(await record({ renews }));
    same(answers);
  });

  it('is recorded for one patient, whoever else stands beside it in the operation', async () => {
    const query = `mutation { a: recordConsent(patientId: "mine", input: { decision: DENY, purposes: [RESEARCH] }) { id status }
      b: recordConsent(patientId: "yours", input: { decision: DENY }) { id status }
      c: recordConsent(patientId: "none", input: { decision: DENY }) { id status } }`;
    const { body } = await ask(query, {}, patientToken('mine'));
    expect(body?.data).toMatchObject({ a: { status: 'active' }, b: null, c: null });
    const listed = await ask(
      '{ patient(id: "yours") { consents { edges { node { purposes { purpose } } } } } }',
      {},
      patientToken('yours'),
    );
    // Theirs alone is there, which asked about research.
    expect(listed.text.match(/"purposes"/g)).toHaveLength(1);
  });

  it.each(['purposes', 'actors', 'labels', 'classes', 'codes', 'data', 'lawfulBasis'])(
    'takes no empty list for everybody or nobody: %s',
    async (field) => {
      const answer = await record({ [field]: [] });
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
      expect(answer.body?.data).toEqual({ recordConsent: null });
    },
  );
});

describe('withdrawConsent', () => {
  it('is one answer for somebody else’s consent and for none', async () => {
    const theirs = await recordedBy('yours');
    same([await withdraw({ id: theirs }), await withdraw({ id: 'Consent/none' })]);
    const [own, other] = [await recordedBy('mine'), await recordedBy('mine')];
    same([await withdraw({ id: own, by: theirs }), await withdraw({ id: other, by: 'Consent/none' })]);
    const read = await ask(
      `{ node(id: "${theirs}") { ... on Consent { status } } }`,
      {},
      patientToken('yours'),
    );
    expect(read.text).toContain('"status":"active"');
  });
});

describe('breakGlass', () => {
  const glass = (id: string) =>
    ask(
      `mutation { breakGlass(patientId: "${id}", reason: OVRER, justification: "${WHY}") { id } }`,
      {},
      {
        sub: 'glazier',
      },
    );

  it('answers with nothing that leads to the patient, and opens one only', async () => {
    const opened = await ask(
      `mutation { breakGlass(patientId: "yours", reason: OVRER, justification: "${WHY}") { id patient { ssn } } }`,
    );
    expect(codesOf(opened)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect((await glass('yours')).body?.errors).toBeUndefined();
    const read = await ask(
      '{ a: patient(id: "yours") { id } b: patient(id: "mine") { id } }',
      {},
      {
        sub: 'glazier',
      },
    );
    expect(read.body?.data).toEqual({ a: { id: 'Patient/yours' }, b: null });
  });

  it('of several aliases opens those that exist in this house, and tells the others from nobody in no way', async () => {
    const answers = await Promise.all(['demo-ben', 'none'].map(glass));
    same(answers);
    expect(answers[0]?.body?.data).toEqual({ breakGlass: null });
  });

  it('opens no list of others, no field without such a grant, and finds nobody', async () => {
    await glass('yours');
    const glazier = { sub: 'glazier' };
    const { body } = await ask(
      '{ patient(id: "yours") { ssn consents { edges { node { id } } } } }',
      {},
      glazier,
    );
    expect(body?.data).toEqual({ patient: { ssn: null, consents: null } });
    const found = await ask('{ patients(search: { mrn: "M-mine" }) { edges { node { id } } } }', {}, glazier);
    expect(found.body?.data).toEqual({ patients: { edges: [] } });
  });
});

describe('reveal and explainAccess', () => {
  it.each([
    ['a field nobody granted', 'Patient/mine', ['ssn']],
    ['a field no tenant masks', 'Patient/mine', ['birthDate']],
    ['a field among others', 'Patient/mine', ['birthDate', 'ssn']],
    ['no field', 'Patient/mine', []],
  ])('reveal shows %s to nobody', async (_what, id, fields) => {
    const query = `mutation ($id: ID!, $fields: [String!]!) { reveal(id: $id, fields: $fields, reason: "${WHY}") { field } }`;
    const answer = await ask(query, { id, fields });
    expect(answer.body?.data).toEqual({ reveal: null });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect((await ask('{ patient(id: "mine") { ssn } }')).body?.data).toEqual({ patient: { ssn: null } });
  });

  it('explainAccess tells another house’s officer nothing, as of nobody', async () => {
    const query = `mutation ($v: ExplainAccessInput!) { explainAccess(input: $v) { exists labels fields { field } } }`;
    const explain = (resource: string, tenant: string) =>
      ask(
        query,
        { v: { resource, fields: ['name'], actor: { roles: ['NURSE'], purpose: 'TREAT' } } },
        { ...OFFICER, tenant },
      );
    same([await explain('Patient/mine', 'lakeside'), await explain('Patient/none', 'lakeside')]);
    expect((await explain('Patient/mine', 'riverside')).text).toContain('"exists":false');
    expect((await explain('Patient/mine', 'lakeside')).body?.data).toEqual({ explainAccess: null });
  });

  it('a review is told to no other house’s officer, nor judged by one', async () => {
    const opened = await ask(
      `mutation { breakGlass(patientId: "yours", reason: OVRPJ, justification: "${WHY}") { id } }`,
      {},
      { sub: 'reviewed' },
    );
    const id = `BreakGlassReview/${Object(opened.body?.data?.breakGlass).id}`;
    const elsewhere = { ...OFFICER, tenant: 'lakeside' };
    const judge = (review: string) =>
      ask(
        'mutation ($v: ID!) { reviewBreakGlass(id: $v, verdict: JUSTIFIED, comment: "Seen.") { state } }',
        { v: review },
        elsewhere,
      );
    same([await judge(id), await judge('BreakGlassReview/none')]);
    const queue = '{ breakGlassReviews { edges { node { id } } } }';
    expect((await ask(queue, {}, elsewhere)).text).not.toContain(id);
    expect((await ask(queue, {}, OFFICER)).text).toContain(id);
  });
});

describe('a patient who has forbidden all access', () => {
  beforeAll(async () => {
    await recordedBy('shut', { purposes: undefined });
  });

  it.each([
    [
      'a search by number',
      '{ patients(search: { mrn: "M-NAME" }) { edges { node { id } } pageInfo { hasNextPage endCursor } } }',
    ],
    [
      'a search by name',
      '{ patients(search: { name: "NAME-son" }) { edges { node { id } } pageInfo { hasNextPage } } }',
    ],
    ['a find', '{ findPatient(search: { mrn: "M-NAME" }) { id name { family } } }'],
    ['an id', '{ patient(id: "NAME") { id mayOmit } }'],
    ['a row', '{ node(id: "Observation/NAME-lab") { __typename } }'],
    ['two aliases', '{ a: patient(id: "NAME") { id } b: patient(id: "mine") { id } }'],
  ])('is nobody to those who treat them, by %s', async (_what, query) => {
    const of = (name: string, family: string) =>
      ask(query.replace('NAME-son', family).replaceAll('NAME', name));
    same([await of('shut', 'Shutson'), await of('none', 'Noneson')], 'shut', 'none');
    // Where nothing is forbidden the same question has another answer.
    expect((await of('mine', 'Payload')).text).toMatch(/"__typename"|"id":"Patient\/mine"/);
  });

  it('leaves no gap in a list of all, and is there for herself', async () => {
    const all = await ask('{ patients(first: 200) { edges { node { fhirId } } } }');
    expect(all.text).toContain('"mine"');
    expect(all.text).not.toContain('"shut"');
    expect((await ask('{ patient(id: "shut") { id } }', {}, patientToken('shut'))).text).toContain(
      'Patient/shut',
    );
  });
});
