import { beforeEach, describe, expect, it } from 'vitest';
import { DOCUMENT_LIMITS as MOST } from '../../src/documents/document-limits.ts';
import type { Answer, RememberingLedger } from '../support/small-gateway.ts';
import { actor, sdlWith, smallGateway } from '../support/small-gateway.ts';

const SDL = /* GraphQL */ `
  type Query {
    patient(id: ID!): Patient
    patients(first: Int = 20, after: String): PatientConnection
    ping: String! @notPhi
    broken: [Broken]! @notPhi
    long: String! @notPhi
    longer: String! @notPhi
  }
  type Broken @notPhi { field: String }
  type Patient @subject(field: "id") {
    id: ID! @notPhi
    ssn: String @phi(category: IDENTIFIER, identifier: SSN)
    notes(first: Int = 20, after: String): NoteConnection @phi(category: DEMOGRAPHICS)
  }
  type Note @subject(field: "patient") {
    id: ID! @notPhi
    text: String @phi(category: DEMOGRAPHICS)
    about: Patient @phi(category: DEMOGRAPHICS)
  }
  type PatientConnection { edges: [PatientEdge!]! pageInfo: PageInfo! }
  type PatientEdge { node: Patient! cursor: String! }
  type NoteConnection { edges: [NoteEdge!]! pageInfo: PageInfo! }
  type NoteEdge { node: Note! cursor: String! }
  type PageInfo { hasNextPage: Boolean! }
`;

const ADA = { id: 'ada', ssn: '900-00-0001' };

/** Calls of resolvers and reads of facts: nothing of a request may get there before its limits. */
let reached: number;
let refused: string[];
let log: unknown[];
let ledger: RememberingLedger;
let ask: (
  query: string,
  variables?: Record<string, unknown>,
  operationName?: string,
) => Promise<{ status: number; text: string; body: Answer }>;

beforeEach(async () => {
  reached = 0;
  refused = [];
  log = [];
  const reach = <Value>(value: Value): Value => {
    reached += 1;
    return value;
  };
  const keep = (event: string) => log.push(event);
  const world = await smallGateway({
    typeDefs: await sdlWith(SDL),
    resolvers: {
      Query: {
        patient: () => reach(ADA),
        patients: () => reach({ rows: [{ record: ADA, position: 'ada' }], hasNextPage: false }),
        ping: () => reach('pong'),
        broken: () => reach(Array.from({ length: 250 }, () => ({}))),
        // Two bytes each.
        long: () => 'é'.repeat((MOST.answer - 1000) / 2),
        longer: () => 'é'.repeat(MOST.answer / 2),
      },
      Broken: {
        field: () => {
          throw new Error('canary-in-a-message');
        },
      },
      Patient: { notes: () => reach({ rows: [], hasNextPage: false }) },
      Note: { about: () => reach(ADA) },
    },
    world: {
      ties: { ada: ['CARE_TEAM', 'ORG'] },
      facts: () => reach({}),
    },
    config: {
      refusals: { count: (_address, code) => refused.push(code) },
      log: { info: keep, warn: keep, error: keep },
    },
  });
  ledger = world.ledger;
  ask = async (query, variables = {}, operationName) => {
    const { status, body } = await world.gateway.handle({
      method: 'POST',
      headers: { authorization: JSON.stringify(actor()), 'content-type': 'application/json' },
      search: '',
      body: { query, variables, ...(operationName !== undefined && { operationName }) },
      remoteAddress: '192.0.2.1',
    });
    return { status, body: JSON.parse(body), text: body };
  };
});

const times = (count: number, one: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at)).join(' ');
const TOO_COMPLEX = `${JSON.stringify({
  errors: [
    { message: 'This operation asks for too much at once.', extensions: { code: 'OPERATION_TOO_COMPLEX' } },
  ],
})}\n`;

const nestedPages = (first: string) =>
  `patients(first: ${first}) { edges { node { notes(first: ${first}) { edges { node { about { notes(first: ${first}) { edges { node { text } } } } } } } } } }`;

describe('refused before anything is reached', () => {
  it.each<[name: string, query: string, variables?: Record<string, unknown>]>([
    ['an alias flood', `{ ${times(MOST.aliases + 1, (at) => `a${at}: ping`)} }`],
    ['a directive flood', `{ ping ${'@include(if: true) '.repeat(250)} }`],
    ['directives on many fields', `{ ${times(MOST.directives + 1, () => 'ping @skip(if: false)')} }`],
    ['one field again and again', `{ ${'ping '.repeat(MOST.breadth + 1)} }`],
    [
      'depth',
      `{ patient(id: "a") ${'{ notes { edges { node { about '.repeat(6)} { id } ${'} } } }'.repeat(6)} }`,
    ],
    ['tokens', `{ ping(${'a: 1 '.repeat(1000)}) }`],
    ['nested pages of 200', `{ ${nestedPages('200')} }`],
    ['nested pages by a variable', `query($n: Int) { ${nestedPages('$n')} }`, { n: 200 }],
    ['nested pages by huge numbers', `query($n: Int) { ${nestedPages('$n')} }`, { n: 1e300 }],
    ['nested pages by a default', `query($n: Int = 200) { ${nestedPages('$n')} }`],
    [
      'pages that are skipped',
      `{ ${nestedPages('200 @skip(if: true)').replaceAll(' @skip(if: true))', ') @skip(if: true)')} }`,
    ],
    [
      'fragments that multiply',
      `{ ...F0 } ${times(9, (at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`)} fragment F9 on Query { ping patient(id: "a") { id } }`,
    ],
    [
      'fragments that multiply pages',
      `{ ${times(60, (at) => `a${at}: patients(first: 8) { ...P }`)} } fragment P on PatientConnection { ${times(10, (at) => `edges { node { n${at % 3}: notes(first: ${150 + (at % 3)}) { edges { node { id text } } } } }`)} }`,
    ],
    [
      'too many patients by lists',
      `{ ${times(3, (at) => `a${at}: patients(first: 200) { pageInfo { hasNextPage } }`)} }`,
    ],
  ])('%s', async (name, query, variables) => {
    const { status, text } = await ask(query, variables);
    expect({ name, status, text }).toEqual({ name, status: 400, text: TOO_COMPLEX });
    // Its verdict may be remembered; it is the same.
    expect(await ask(query, variables)).toMatchObject({ status, text });
    expect([reached, ledger.records]).toEqual([0, []]);
    expect(refused).toHaveLength(2);
  });

  it('whichever of its operations is asked for', async () => {
    const flood = `query Ping { ping } query Flood { ${times(MOST.breadth + 1, () => 'ping')} }`;
    for (const name of ['Ping', 'Flood', 'Nobody']) {
      const { status, text } = await ask(flood, {}, name);
      expect([status, text]).toEqual([400, TOO_COMPLEX]);
    }
    expect(reached).toBe(0);
  });

  it('not what is just within', async () => {
    const lists = times(2, (at) => `a${at}: patients(first: 200) { edges { node { ssn } } }`);
    expect((await ask(`{ ${lists} b: patients(first: 100) { edges { node { id } } } }`)).status).toBe(200);
    const ones = times(MOST.aliases, (at) => `a${at}: ping`);
    expect((await ask(`{ ${ones} }`)).status).toBe(200);
    expect((await ask(`query($n: Int) { ${nestedPages('$n')} }`, { n: 20 })).status).toBe(200);
    expect(refused).toEqual([]);
  });
});

describe('an answer', () => {
  it('has so many errors, and one that says how many there are besides', async () => {
    const { status, body, text } = await ask('{ broken { field } }');
    expect(status).toBe(200);
    expect(body.errors).toHaveLength(MOST.errors + 1);
    expect(body.errors?.at(-2)).toMatchObject({ path: ['broken', 99, 'field'] });
    expect(body.errors?.at(-1)).toEqual({
      message: 'This operation asks for too much at once.',
      extensions: { code: 'OPERATION_TOO_COMPLEX', count: 150 },
    });
    expect(text).not.toContain('canary');
    // What is not told fills no log.
    expect(log).toHaveLength(MOST.errors);
  });

  it('has so many bytes; what was read for a longer one is on record all the same', async () => {
    const over = await ask('{ patient(id: "ada") { ssn } longer }');
    expect([over.status, over.text]).toEqual([400, TOO_COMPLEX]);
    expect(refused).toEqual(['OPERATION_TOO_COMPLEX']);
    expect(ledger.records.flatMap(({ shapes }) => shapes).flatMap(({ fields }) => fields)).toContainEqual(
      expect.arrayContaining(['Patient.ssn']),
    );
    const within = await ask('{ long }');
    expect(within.status).toBe(200);
  });
});
