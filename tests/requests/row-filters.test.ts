import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importResources, patientNamed } from '../attacks/import-resources.ts';
import { CANARY, expectErrors, expectRefusal } from '../support/expect-refusal.ts';
import { chart, LOINC, visit } from '../support/filtered-patients.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

let gateway: TestGateway;
let physician: string;

beforeAll(async () => {
  gateway = await runGateway();
  physician = await gateway.persona('physician');
  await importResources(gateway.config, [
    patientNamed('found', 'Filterson'),
    visit('found'),
    ...chart('found'),
  ]);
});
afterAll(() => gateway.close());

const ask = (list: string, variables: Readonly<Record<string, unknown>> = {}, head = '') =>
  gateway.ask(
    physician,
    `query Q${head} { patient(id: "found") { fhirId list: ${list} { edges { node { id } } pageInfo { hasNextPage endCursor } } } }`,
    { variables },
  );
const namesIn = ({ text }: { text: string }) =>
  [...text.matchAll(/"node":\{"id":"\w+\/found-([^"]+)"/g)].map(([, name]) => name);

describe('rows of a patient', () => {
  it.each<[string, readonly string[]]>([
    ['observations(code: "4548-4")', ['a1c-2024', 'a1c-2023', 'a1c-2022']],
    [`observations(code: "${LOINC}|4548-4")`, ['a1c-2024', 'a1c-2023', 'a1c-2022']],
    [`observations(code: "|4548-4")`, []],
    ['observations(code: "urn:other|")', []],
    ['observations(code: "4548-4", date: { from: "2023" })', ['a1c-2024', 'a1c-2023']],
    ['observations(code: "4548-4", date: { to: "2023-03-01" })', ['a1c-2023', 'a1c-2022']],
    [
      'observations(date: { from: "2024-01", to: "2024" })',
      ['survey-2024', 'glucose-2024', 'a1c-2024', 'stay-2023'],
    ],
    ['observations(date: { from: "2023-12-31", to: "2023-12-31" })', ['stay-2023']],
    ['observations(category: VITAL_SIGNS, date: { from: "2023" })', ['stay-2023']],
    ['observations(code: "2345-7", first: 5)', ['glucose-2024', 'undated']],
    ['conditions(code: "http://snomed.info/sct|44054006")', ['diabetes']],
    ['conditions(onsetDate: { to: "2018" })', []],
    ['conditions(onsetDate: { from: "2019-12" })', ['diabetes']],
    ['conditions(recordedDate: { from: "2020-05-01", to: "2020-05-01" })', ['diabetes']],
    ['encounters(date: { from: "2100" })', ['visit']],
    ['encounters(date: { to: "2024-05-31" })', []],
    ['medications(code: "6809")', ['metformin']],
    ['procedures(code: "252779009", date: { from: "2021-02", to: "2021-02" })', ['exam']],
    ['procedures(date: { from: "2021-03" })', []],
    ['diagnosticReports(code: "24323-8", date: { from: "2024-03-02" })', ['panel']],
    ['immunizations(date: { from: "2023-10-10", to: "2023-10-10" })', ['flu']],
    ['immunizations(date: { to: "2022" })', []],
  ])('are found newest first: %s', async (list, names) => {
    const answer = await ask(list);
    expect(answer.body?.errors).toBeUndefined();
    expect(namesIn(answer)).toEqual(names);
  });

  it('are not filtered by what is not given', async () => {
    const all = await ask('observations');
    expect(namesIn(all)).toHaveLength(7);
    for (const list of ['observations(code: null, date: null)', 'observations(code: $code, date: $date)']) {
      const head = list.includes('$') ? '($code: String, $date: DateRangeInput)' : '';
      expect(namesIn(await ask(list, {}, head))).toEqual(namesIn(all));
    }
  });

  it('are counted and cut into pages after they are filtered', async () => {
    const list = 'observations(first: 2, code: "4548-4", after: $after)';
    const first = await ask(list, {}, '($after: String)');
    expect(namesIn(first)).toEqual(['a1c-2024', 'a1c-2023']);
    expect(first.text).toContain('"hasNextPage":true');
    const [, after] = /"endCursor":"([^"]+)"/.exec(first.text) ?? [];
    const second = await ask(list, { after }, '($after: String)');
    expect(namesIn(second)).toEqual(['a1c-2022']);
    expect(second.text).toContain('"hasNextPage":false');
    const whole = await ask('observations(first: 3, code: "4548-4")');
    expect(whole.text).toContain('"hasNextPage":false');
  });
});

describe('a value that means nothing', () => {
  const date = (value: unknown) => ({ date: value });
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['an empty code', { code: '' }],
    ['a separator alone', { code: '|' }],
    ['two separators', { code: `${CANARY}|${CANARY}|${CANARY}` }],
    ['blanks', { code: ` ${CANARY}` }],
    ['a range without ends', date({})],
    ['a range of nulls', date({ from: null, to: null })],
    ['a range that ends before it begins', date({ from: '2024', to: '2023' })],
    ['a day that no calendar has', date({ from: '2023-02-30' })],
  ])('is refused: %s', async (_name, variables) => {
    const list = 'observations(code: $code, date: $date)';
    const answer = await ask(list, variables, '($code: String, $date: DateRangeInput)');
    expect(answer.status).toBe(200);
    expect(answer.body?.data).toEqual({ patient: { fhirId: 'found', list: null } });
    expectErrors(answer, 'BAD_USER_INPUT');
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['no date', date({ from: CANARY })],
    ['a number', date({ from: 2024 })],
    ['a list', date([{ from: '2024' }, { to: '2024' }])],
    ['an unknown end', date({ until: CANARY })],
    ['a constructor', date({ constructor: { from: '2024' } })],
    ['a code that is none', { code: { system: CANARY } }],
  ])('is refused before anything runs: %s', async (_name, variables) => {
    const list = 'observations(code: $code, date: $date)';
    const answer = await ask(list, variables, '($code: String, $date: DateRangeInput)');
    expect(answer.status).toBe(400);
    expectErrors(answer, 'BAD_USER_INPUT');
  });
});

it('a prototype in place of a range is refused with the request', async () => {
  const variables = JSON.parse('{"date": {"__proto__": {"from": "2024"}}}');
  const answer = await ask('observations(date: $date)', variables, '($date: DateRangeInput)');
  expectRefusal(answer, 400, 'BAD_REQUEST');
});

it.each([
  `observations(code: "${CANARY}")`,
  'observations(date: { from: "2024" })',
  'conditions(onsetDate: { from: "2024" })',
  'conditions(recordedDate: { from: "2024" })',
  'encounters(date: { from: "2024" })',
  `medications(code: "${CANARY}")`,
  'immunizations(date: $date)',
])('%s is not served by GET', async (list) => {
  const head = list.includes('$date') ? 'query Q($date: DateRangeInput) ' : '';
  const query = `${head}{ patient(id: "found") { ${list} { edges { cursor } } } }`;
  const answer = await gateway.send(`/graphql?query=${encodeURIComponent(query)}`, {
    headers: { authorization: `Bearer ${physician}`, 'apollo-require-preflight': 'true' },
  });
  expectRefusal(answer, 405, 'BAD_REQUEST');
});

it('is recorded: the search, found or not, and each row it found as read, never the value', async () => {
  const before = (await gateway.events()).length;
  await ask('observations(code: "2345-7", date: { from: "2024-03-02", to: "2024-03-02" })');
  await ask('medications(code: "of-nothing")');
  const events = (await gateway.events()).slice(before);
  expect(
    events.map(({ coordinate, resource, decision }) => `${coordinate} ${resource.id} ${decision}`),
  ).toEqual([
    'Patient.observations found PERMIT',
    'Observation.code found-glucose-2024 PERMIT',
    'Observation.effectiveDateTime found-glucose-2024 PERMIT',
    'Observation.effectivePeriod found-glucose-2024 PERMIT',
    'Patient.observations(code:)  PERMIT',
    'Patient.observations(date:)  PERMIT',
    'Patient.medications found PERMIT',
    'Patient.medications(code:)  PERMIT',
  ]);
  expect(JSON.stringify(events)).not.toMatch(/2345-7|of-nothing|2024-03-02/);
});
