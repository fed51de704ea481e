import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf } from '../support/answered.ts';
import { CANARY, expectErrors } from '../support/expect-refusal.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

let gateway: TestGateway;
let physician: string;
/** A cursor after the second laboratory result of the demo patient, as the physician got it. */
let cursor: string;

const LAB = 'observations(first: 2, category: LAB, after: $after)';

beforeAll(async () => {
  gateway = await runGateway();
  physician = await gateway.persona('physician');
  cursor = (await page(physician, LAB)).end;
});
afterAll(() => gateway.close());

const listed = (connection: string, patient = 'demo-ada') =>
  `query ($after: String) { patient(id: "${patient}") { fhirId list: ${connection} { edges { node { id } cursor } pageInfo { endCursor hasNextPage } } } }`;
const ROOT =
  'query ($after: String) { list: patients(first: 2, after: $after) { edges { node { id } cursor } pageInfo { endCursor hasNextPage } } }';

const askPage = (token: string, query: string, after: string | null = null) =>
  gateway.ask(token, query, { variables: { after } });

async function page(token: string, connection: string, after: string | null = null) {
  return read(await askPage(token, listed(connection), after));
}

function read({ text }: { text: string }) {
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
  const [end = ''] = all(/"endCursor":"([^"]+)"/g);
  return { ids: all(/"node":\{"id":"([^"]+)"/g), cursors: all(/"cursor":"([^"]+)"/g), end };
}

it('goes on where the page before ended, whichever cursor of it is taken', async () => {
  const whole = (await page(physician, 'observations(first: 6, category: LAB, after: $after)')).ids;
  const first = await page(physician, LAB);
  const second = await page(physician, LAB, first.end);
  const third = await page(physician, LAB, second.cursors[1]);
  expect([...first.ids, ...second.ids, ...third.ids]).toEqual(whole);
  expect((await page(physician, LAB, first.cursors[0])).ids).toEqual([whole[1], whole[2]]);
  expect(new Set(whole).size).toBe(6);
});

it('tells nothing: the same place is another text each time, without ids in it', async () => {
  const again = (await page(physician, LAB)).end;
  expect(again).not.toBe(cursor);
  const bytes = Buffer.from(cursor, 'base64url').toString('latin1');
  expect(bytes).not.toMatch(/[A-Za-z0-9-]{12}/);
});

describe('a cursor that was not given for this list opens nothing', () => {
  const swap = (text: string, at: number) =>
    `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;

  it.each<[string, () => string]>([
    ['made up', () => CANARY],
    ['empty', () => ''],
    ['a number', () => '2'],
    ['a plain place', () => Buffer.from('2020-01-01#Observation/x').toString('base64')],
    ['its first byte altered', () => swap(cursor, 0)],
    ['its nonce altered', () => swap(cursor, 8)],
    ['its middle altered', () => swap(cursor, Math.floor(cursor.length / 2))],
    ['its end altered', () => swap(cursor, cursor.length - 3)],
    ['cut short', () => cursor.slice(0, -4)],
    ['longer', () => `${cursor}AAAA`],
    ['twice', () => `${cursor}${cursor}`],
    ['padded', () => `${cursor}=`],
    ['with spaces', () => ` ${cursor}`],
    ['very long', () => CANARY.repeat(1_000)],
  ])('%s', async (_name, forge) => {
    const answer = await askPage(physician, listed(LAB), forge());
    expect(answer.status).toBe(200);
    expect(answer.body?.data).toEqual({ patient: { fhirId: 'demo-ada', list: null } });
    expectErrors(answer, 'BAD_USER_INPUT');
  });

  it.each<[string, string]>([
    ['another category', listed('observations(first: 2, category: VITAL_SIGNS, after: $after)')],
    ['no category', listed('observations(first: 2, after: $after)')],
    ['another connection', listed('conditions(first: 2, after: $after)')],
    ['another type', listed('medications(first: 2, after: $after)')],
    ['a list of patients', ROOT],
  ])('taken to %s', async (_name, query) => {
    const answer = await askPage(physician, query, cursor);
    expect(read(answer).ids).toEqual([]);
    expectErrors(answer, 'BAD_USER_INPUT');
  });

  it('taken to another patient', async () => {
    const coder = await gateway.persona('coder');
    const { end } = await page(coder, LAB);
    expect(read(await askPage(coder, listed(LAB), end)).ids).toHaveLength(2);
    const answer = await askPage(coder, listed(LAB, 'demo-cleo'), end);
    expect(answer.body?.data).toEqual({ patient: { fhirId: 'demo-cleo', list: null } });
    expectErrors(answer, 'BAD_USER_INPUT');
  });

  it('taken to another connection with the same arguments', async () => {
    const { end } = await page(physician, 'medications(first: 1, after: $after)');
    expect(end).not.toBe('');
    const answer = await askPage(physician, listed('encounters(first: 1, after: $after)'), end);
    expect(read(answer).ids).toEqual([]);
    expectErrors(answer, 'BAD_USER_INPUT');
  });

  it('taken from a list of patients to a list of rows, and from one search to another', async () => {
    const registration = await gateway.persona('registration');
    const { end } = read(await askPage(registration, ROOT));
    expect(read(await askPage(registration, ROOT, end)).ids).toHaveLength(2);
    const search = ROOT.replace('first: 2,', 'first: 2, search: { mrn: "RV10000001" },');
    const searched = await askPage(registration, search, end);
    expect(searched.body?.data).toEqual({ list: null });
    expectErrors(searched, 'BAD_USER_INPUT');
    expect(codesOf(await askPage(physician, listed(LAB), end))).toEqual(['BAD_USER_INPUT']);
  });

  it.each<[string, () => Promise<string>]>([
    ['of another role', () => gateway.persona('nurse')],
    ['the patient', () => gateway.persona('patient')],
    [
      'of the same role, tied to the same patient',
      () => gateway.token({ sub: 'colleague', fhirUser: 'Practitioner/demo-physician' }),
    ],
    [
      'under another purpose',
      () =>
        gateway.token({
          sub: 'demo-physician',
          fhirUser: 'Practitioner/demo-physician',
          purposes: ['ETREAT', 'TREAT'],
        }),
    ],
  ])('taken to somebody %s', async (_name, somebody) => {
    const token = await somebody();
    const headers = _name.includes('purpose') ? { 'phield-purpose': 'ETREAT' } : {};
    const answer = await gateway.ask(token, listed(LAB), { variables: { after: cursor }, headers });
    expect(read(answer).ids).toEqual([]);
    expectErrors(answer, 'BAD_USER_INPUT');
    expect((await page(token, LAB)).ids).toHaveLength(2);
  });

  it('taken to another tenant', async () => {
    const { end } = read(await askPage(await gateway.persona('registration'), ROOT));
    const elsewhere = await gateway.token({
      tenant: 'lakeside',
      sub: 'demo-registration',
      roles: ['REGISTRATION'],
      purposes: ['PATADMIN', 'COVERAGE'],
      client: 'demo-portal',
    });
    expect(read(await askPage(elsewhere, ROOT)).ids).toHaveLength(2);
    const answer = await askPage(elsewhere, ROOT, end);
    expect(answer.body?.data).toEqual({ list: null });
    expectErrors(answer, 'BAD_USER_INPUT');
  });
});

it('none of the refused pages is recorded as resolved rows', async () => {
  const answer = await askPage(physician, listed(LAB), CANARY);
  const request = answer.headers.get('phield-request-id') ?? '';
  const events = await gateway.events({ request });
  expect(events.map(({ coordinate, resource }) => `${coordinate} ${resource.type}`)).toEqual([
    'Patient.observations Patient',
  ]);
});

describe('when the gateway starts anew', () => {
  const KEY = 'a1'.repeat(32);

  it.each<[string, Record<string, string>, string[]]>([
    ['a cursor ends with the process', {}, ['BAD_USER_INPUT']],
    ['a cursor goes on under a shared key', { PHIELD_CURSOR_KEY: KEY }, []],
  ])('%s', async (_name, env, codes) => {
    const [one, two] = await Promise.all([runGateway({ env }), runGateway({ env })]);
    try {
      const query = listed(LAB);
      const given = read(
        await one.ask(await one.persona('physician'), query, { variables: { after: null } }),
      );
      const answer = await two.ask(await two.persona('physician'), query, {
        variables: { after: given.end },
      });
      expect(codesOf(answer)).toEqual(codes);
    } finally {
      await Promise.all([one.close(), two.close()]);
    }
  });
});
