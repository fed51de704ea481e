import { parse, specifiedRules, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { DOCUMENT_LIMITS } from '../../src/documents/document-limits.ts';
import { limitDocument } from '../../src/documents/limit-document.ts';
import type { RememberingLedger, Run } from '../support/small-gateway.ts';
import { sdlWith, smallGateway } from '../support/small-gateway.ts';

const SDL = /* GraphQL */ `
  type Query { all(first: Int = 20, after: String): PatientConnection me: Me patient: Patient ping: String! @notPhi }
  type Mutation { note: String! @notPhi }
  type Subscription { patient: Patient ping: String! @notPhi }
  type Me @notPhi { id: ID! me: Me }
  type Patient @subject(field: "id") { id: ID! @notPhi ssn: String @phi(category: IDENTIFIER, identifier: SSN)
    notes(first: Int = 20, after: String): NoteConnection @phi(category: DEMOGRAPHICS)
    again(first: Int = 20, after: String): PatientConnection @phi(category: DEMOGRAPHICS)
  }
  type Note @subject(field: "patient") { id: ID! @notPhi text: String @phi(category: DEMOGRAPHICS) }
  type NoteConnection { edges: [NoteEdge!]! pageInfo: PageInfo! }
  type NoteEdge { node: Note! cursor: String! }
  type PatientConnection { edges: [PatientEdge!]! pageInfo: PageInfo! }
  type PatientEdge { node: Patient! cursor: String! }
  type PageInfo { hasNextPage: Boolean! }
`;

/** two hundred patients each time somebody asks. */
const rows = Array.from({ length: 200 }, (_, at) => ({ record: { id: `p${at}` }, position: `${at}` }));
const twoHundred = () => ({ rows, hasNextPage: true });
const notes = ({ id }: { id: string }) => ({
  rows: rows.map(({ position }) => ({ record: { id: `${id}-${position}`, patient: id }, position })),
  hasNextPage: true,
});

let run: Run;
let ledger: RememberingLedger;
let valid: (document: string) => readonly string[];

beforeAll(async () => {
  const world = await smallGateway({
    typeDefs: await sdlWith(SDL),
    resolvers: {
      Query: { all: twoHundred, ping: () => 'pong', me: () => ({ id: 'me' }) },
      Patient: { again: twoHundred, notes },
      Mutation: { note: () => 'noted' },
      Subscription: { patient: () => ({ id: 'ada', ssn: '900-00-ada' }), ping: () => 'pong' },
    },
    world: { ties: Object.fromEntries(rows.map(({ record }) => [record.id, ['CARE_TEAM' as const]])) },
  });
  ({ run, ledger } = world);
  valid = (document) =>
    validate(world.gateway.schema, parse(document), [...specifiedRules, limitDocument]).map(
      (one) => one.message,
    );
});

const fragment = (name: number, spread: readonly number[], fields = '') =>
  `fragment F${name} on Query { ${spread.map((one) => `...F${one}`).join(' ')} ${fields} }`;

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

describe('a document of fragments that double', () => {
  it('is refused where nothing stands at the bottom', async () => {
    const chain = upTo(60).map((at) => fragment(at, [at + 1, at + 1]));
    const { body } = await run(`{ ...F0 } ${chain.join(' ')}`);
    expect(body.errors?.map(({ extensions }) => extensions.code)).toContain('OPERATION_TOO_COMPLEX');
  });

  it('is refused where they all lead to each other', async () => {
    const circle = upTo(30).map((at) => fragment(at, upTo(30)));
    const { body } = await run(`{ ...F0 } ${circle.join(' ')}`);
    expect(body.errors?.map(({ extensions }) => extensions.code)).toContain('OPERATION_TOO_COMPLEX');
  });

  it('counts the fields of a fragment wherever it is spread', () => {
    const small = `{ ${upTo(9).map((at) => `...F${at}`)} } ${upTo(9).map((at) => fragment(at, [], 'ping'))}`;
    expect(valid(small)).toEqual([]);
    const chain = upTo(10).map((at) => fragment(at, [at + 1, at + 1]));
    expect(2 ** 10).toBeGreaterThan(DOCUMENT_LIMITS.fields);
    expect(valid(`{ ...F0 } ${chain.join(' ')} ${fragment(10, [], 'ping')}`)).toHaveLength(1);
  });
});

describe('a short document', () => {
  it('is given so many rows and no more, however it multiplies them', async () => {
    const page = 'notes(first: 200) { pageInfo { hasNextPage } }';
    const few = await run(`{ all(first: 200) { edges { node { ${page} } } } }`);
    expect(few.body.errors).toBeUndefined();
    const many = await run(`{ all(first: 200) { edges { node { a: ${page} b: ${page} c: ${page} } } } }`);
    // Each page is within what one operation may cost, so it is their rows that are too many.
    expect(many.body.data).toBeDefined();
    expect(new Set(many.body.errors?.map(({ extensions }) => extensions.code))).toEqual(
      new Set(['OPERATION_TOO_COMPLEX']),
    );
  });
});

describe('a name', () => {
  it('fills no ledger', async () => {
    await run(`query ${'N'.repeat(100_000)} { all(first: 1) { edges { node { ssn } } } }`);
    expect(ledger.records.at(-1)?.operation).toBe('N'.repeat(128));
    await run('query Short { all(first: 1) { edges { node { ssn } } } }');
    expect(ledger.records.at(-1)?.operation).toBe('Short');
  });
});

describe('an operation of a kind that no guard stands before', () => {
  it('runs nothing, though the schema has a root for it', async () => {
    const { status, body } = await run('subscription { ping patient { __typename } }');
    expect(body.errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(body.data).toBeUndefined();
    expect(status).toBe(400);
    expect((await run('mutation { note }')).body.data).toEqual({ note: 'noted' });
  });
});
