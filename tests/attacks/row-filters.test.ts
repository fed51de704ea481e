import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf } from '../support/answered.ts';
import { chart, coded, labelled, observed, visit } from '../support/filtered-patients.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';
import { importResources, patientNamed } from './import-resources.ts';

/** What narrows one of the fields that a filter reads narrows the filter. */
const OVERLAY = `
tenant: riverside
remove:
  - { roles: [NURSE], coordinates: [Observation.effectivePeriod] }
  - { roles: [NURSE], coordinates: ['Patient.conditions(code:)'] }
`;
/** Borne by rows alone that nobody below may see. */
const SECRET = '75618-9';

let gateway: TestGateway;
let tenants: string;
const tokens = new Map<string, string>();

/** Permits treatment, but for one row. */
function consent(patient: string, withheld: string) {
  return {
    resourceType: 'Consent',
    id: `${patient}-consent`,
    status: 'active',
    scope: coded('patient-privacy', 'http://terminology.hl7.org/CodeSystem/consentscope'),
    category: [coded('59284-0')],
    patient: { reference: `Patient/${patient}` },
    dateTime: '2020-01-01',
    policyRule: coded('OPTIN', 'http://terminology.hl7.org/CodeSystem/v3-ActCode'),
    provision: {
      type: 'permit',
      provision: [
        {
          type: 'deny',
          data: [{ meaning: 'instance', reference: { reference: `Observation/${withheld}` } }],
        },
      ],
    },
  };
}

/** Two charts alike but for the rows of one that are withheld: by labels nobody opens, and by consent. */
function chartOf(patient: string, hidden: boolean) {
  const secret = (name: string, more: Readonly<Record<string, unknown>>) =>
    observed(patient, name, SECRET, { effectiveDateTime: '1999-09-09', ...more });
  return [
    patientNamed(patient, 'Oracleson'),
    visit(patient),
    ...chart(patient),
    consent(patient, `${patient}-withheld`),
    ...(hidden
      ? [
          secret('note', labelled('PSYTHPN')),
          secret('odd', labelled('no-such-label')),
          secret('newest', {
            ...labelled('PSYTHPN'),
            effectiveDateTime: '2024-12-31',
            code: coded('4548-4'),
          }),
          secret('withheld', {}),
        ]
      : []),
  ];
}

beforeAll(async () => {
  tenants = await mkdtemp(join(tmpdir(), 'phield-attack-'));
  await writeFile(join(tenants, 'riverside.yaml'), OVERLAY);
  await writeFile(join(tenants, 'lakeside.yaml'), 'tenant: lakeside\n');
  gateway = await runGateway({ env: { PHIELD_TENANTS_DIR: tenants } });
  for (const name of ['physician', 'nurse', 'pharmacist', 'researcher', 'billing']) {
    tokens.set(name, await gateway.persona(name));
  }
  await importResources(gateway.config, [...chartOf('plain', false), ...chartOf('hider', true)]);
});
afterAll(async () => {
  await gateway.close();
  await rm(tenants, { recursive: true, force: true });
});

const ask = (persona: string, list: string, patient = 'plain') => {
  const query = `{ patient(id: "${patient}") { list: ${list} {
    edges { node { id } } pageInfo { hasNextPage hasPreviousPage } } } }`;
  return gateway.ask(tokens.get(persona) ?? '', query);
};
const idsIn = ({ text }: { text: string }) => [...text.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id);

describe('rows that are withheld leave no trace in what a filter finds', () => {
  const values = [
    `code: "${SECRET}"`,
    'code: "4548-4"',
    'date: { from: "1999", to: "1999" }',
    'date: { to: "2010" }',
    'date: { from: "2024-12-31" }',
    `code: "${SECRET}", date: { from: "1999-09-09", to: "1999-09-09" }`,
    `category: LAB, code: "${SECRET}"`,
    'code: "http://loinc.org|"',
  ];
  const lists = values.flatMap((value) =>
    [0, 1, 2, 50].map((first) => `observations(first: ${first}, ${value})`),
  );

  it.each(lists)('%s', async (list) => {
    const [plain, hider] = [await ask('physician', list), await ask('physician', list, 'hider')];
    expect(plain.body?.errors).toBeUndefined();
    expect(hider.text.replaceAll('hider', 'plain')).toBe(plain.text);
    expect(hider.status).toBe(plain.status);
    expect([...hider.headers.keys()]).toEqual([...plain.headers.keys()]);
  });

  it('but would be found, were they not', async () => {
    expect(idsIn(await ask('physician', 'observations(date: { to: "2010" })', 'hider'))).toEqual([]);
    await importResources(gateway.config, [
      observed('seen', 'secret', SECRET, { effectiveDateTime: '1999-09-09' }),
      patientNamed('seen', 'Oracleson'),
      visit('seen'),
      consent('seen', 'seen-other'),
    ]);
    const found = await ask('physician', `observations(code: "${SECRET}")`, 'seen');
    expect(idsIn(found)).toEqual(['Observation/seen-secret']);
  });
});

describe('a filter by what is not whole is refused, whatever is stored', () => {
  it.each([
    ['nurse', 'observations', 'date: { from: "$" }', 'TENANT'],
    ['nurse', 'conditions', 'code: "$"', 'TENANT'],
  ])('%s: %s(%s)', async (persona, field, value, reason) => {
    const answers = await Promise.all(
      ['1999', '2024'].map((sought) => ask(persona, `${field}(${value.replace('$', sought)})`, 'hider')),
    );
    expect(answers[0]?.text).toBe(answers[1]?.text);
    expect(answers[0]?.body?.data).toEqual({ patient: { list: null } });
    const name = value.split(':')[0];
    expect(answers[0]?.body?.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'PHI_ACCESS_DENIED', coordinate: `Patient.${field}(${name}:)`, reason, count: 1 },
    ]);
  });

  it('also where only a mask stands before the field', async () => {
    for (const list of ['observations(code: "4548-4")', 'encounters(date: { from: "2024" })']) {
      const [plain, nobody] = [
        await ask('researcher', list),
        await ask('researcher', list.replace('4548-4', 'none').replace('2024', '2100')),
      ];
      expect(plain.body?.data).toEqual({ patient: { list: null } });
      expect(codesOf(plain)).toEqual(['PHI_ACCESS_DENIED']);
      expect(nobody.text).toBe(plain.text);
    }
  });

  it('also where a scope for one category is all there is for searching', async () => {
    const laboratory = 'http://terminology.hl7.org/CodeSystem/observation-category|laboratory';
    const token = (search: string) =>
      gateway.token({
        sub: 'demo-physician',
        fhirUser: 'Practitioner/demo-physician',
        scope: `user/Patient.rs user/Observation.r user/Observation.${search}`,
      });
    const query = '{ patient(id: "plain") { observations(code: "4548-4") { edges { node { id } } } } }';
    const refused = await gateway.ask(await token(`s?category=${laboratory}`), query);
    expect(refused.body?.data).toEqual({ patient: { observations: null } });
    expect(refused.text).toContain('"reason":"SCOPE"');
    expect(idsIn(await gateway.ask(await token('s'), query))).toHaveLength(3);
  });

  it('also for a role that has no such rows at all', async () => {
    const answer = await ask('billing', 'medications(code: "6809")');
    expect(answer.body?.data).toEqual({ patient: { list: null } });
    expect(JSON.stringify(answer.body?.errors)).toContain('"reason":"ROLE"');
  });
});

it('rows of a category that a role may not see are not found by their code', async () => {
  const survey = 'observations(code: "44249-1")';
  expect(idsIn(await ask('physician', survey))).toEqual(['Observation/plain-survey-2024']);
  const [hidden, none] = [
    await ask('pharmacist', survey),
    await ask('pharmacist', 'observations(code: "none")'),
  ];
  expect(hidden.text).toBe(none.text);
  expect(hidden.body?.errors).toBeUndefined();
});

it.each([
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '__proto__|',
  '|constructor',
  'prototype|__proto__',
])('the name of a prototype is a code that nobody has: %s', async (code) => {
  const answer = await ask('physician', `observations(code: "${code}")`, 'hider');
  expect(answer.body).toMatchObject({ data: { patient: { list: { edges: [] } } } });
  expect(answer.body?.errors).toBeUndefined();
});

describe('a cursor of one filter', () => {
  const page = (list: string) =>
    `query ($after: String) { patient(id: "plain") { list: ${list} { edges { node { id } } pageInfo { endCursor } } } }`;
  const askPage = (list: string, after: string | null) =>
    gateway.ask(tokens.get('physician') ?? '', page(list), { variables: { after } });
  const list = (value: string) => `observations(first: 1, after: $after, ${value})`;

  it.each([
    'code: "2345-7"',
    'code: "http://loinc.org|4548-4"',
    'code: "4548-4", date: { from: "2020" }',
    'code: "4548-4", category: LAB',
    'date: { from: "2020" }',
    'category: LAB',
  ])('opens nothing with %s', async (other) => {
    const [, cursor] = /"endCursor":"([^"]+)"/.exec((await askPage(list('code: "4548-4"'), null)).text) ?? [];
    expect(cursor).toBeDefined();
    expect(idsIn(await askPage(list('code: "4548-4"'), cursor ?? null))).toEqual([
      'Observation/plain-a1c-2023',
    ]);
    const refused = await askPage(list(other), cursor ?? null);
    expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
    expect(idsIn(refused)).toEqual([]);
  });
});

it('aliases do not make one filter answer for another', async () => {
  const query = `{ patient(id: "hider") {
    a: observations(code: "${SECRET}") { edges { node { id } } }
    b: observations(code: "4548-4") { edges { node { id } } }
    ...f } }
  fragment f on Patient { c: observations(date: { to: "2022" }) { edges { node { id } } } }`;
  const { body } = await gateway.ask(tokens.get('physician') ?? '', query);
  const ids = (...names: readonly string[]) => ({
    edges: names.map((name) => ({ node: { id: `Observation/hider-${name}` } })),
  });
  expect(body?.data).toEqual({
    patient: { a: ids(), b: ids('a1c-2024', 'a1c-2023', 'a1c-2022'), c: ids('a1c-2022') },
  });
});
