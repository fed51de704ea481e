import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

/** Who else asks at the same time changes nothing (design promise 2): one process, many at once, all mixed. */
const ROUNDS = 4;
const PERSONAS = [
  'physician',
  'nurse',
  'pharmacist',
  'registration',
  'billing',
  'coder',
  'researcher',
  'patient',
  'proxy',
  'stranger',
  'lakeside-physician',
  'auditor',
];
const PERSON =
  'id fhirId name { family given } birthDate ssn mrn race telecom { value } address { city postalCode }';
const ROWS = 'edges { node { id _access { field decision mask } } } pageInfo { hasNextPage mayOmit }';
const QUERIES = [
  `{ patient(id: "demo-ada") { ${PERSON} observations(first: 3) { ${ROWS} } notes(first: 3) { ${ROWS} } } }`,
  `{ patient(id: "demo-ben") { ${PERSON} conditions(first: 3) { ${ROWS} } } }`,
  `{ patients(first: 20) { edges { node { ${PERSON} } } pageInfo { hasNextPage } } }`,
  '{ me { id roles tenant purpose } a: patient(id: "demo-ada") { id ssn } b: patient(id: "nobody") { id } }',
];

let gateway: TestGateway;
let asks: readonly { readonly token: string; readonly query: string }[];

beforeAll(async () => {
  gateway = await runGateway();
  const tokens = await Promise.all(PERSONAS.map((name) => gateway.persona(name)));
  asks = tokens.flatMap((token) => QUERIES.map((query) => ({ token, query })));
});
afterAll(() => gateway.close());

const ask = async ({ token, query }: (typeof asks)[number]) => (await gateway.ask(token, query)).text;

describe('many at once', () => {
  it('get what each gets alone, and the record says the same of each', async () => {
    const alone: string[] = [];
    for (const one of asks) alone.push(await ask(one));
    const recorded = (await gateway.events({ kinds: ['operation'] })).length;

    const mixed = Array.from({ length: ROUNDS }, (_, round) =>
      asks.map((_one, at) => (at * 7 + round * 5) % asks.length),
    ).flat();
    expect(new Set(mixed).size).toBe(asks.length);
    const together = await Promise.all(mixed.map((at) => ask(asks[at] ?? { token: '', query: '' })));
    expect(together).toEqual(mixed.map((at) => alone[at]));

    const events = await gateway.events({ kinds: ['operation'] });
    expect(events.length - recorded).toBe(ROUNDS * recorded);
    const tenants = new Map(events.map(({ subject, tenant }) => [subject, tenant]));
    expect([
      tenants.get('demo-ada'),
      events.filter(({ decision }) => decision !== 'DENY').length > 0,
    ]).toEqual(['riverside', true]);
  });
});
