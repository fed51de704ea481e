import { getOperationAST, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { createCostReader } from '../../src/documents/read-cost.ts';
import { sdlWith } from '../support/small-gateway.ts';

const sdl = readSdl(
  await sdlWith(/* GraphQL */ `
    type Query {
      patient(id: ID!): Patient
      patients(first: Int = 20, after: String): PatientConnection
      found: [Patient!]
      any: Thing
      endless(first: Int): PatientConnection
      tags: [String!]! @notPhi
      lots: [Lot!]! @notPhi
    }
    type Lot @notPhi { name: String tags: [String!] lots: [Lot!] holder: Patient }
    type Names @value { text: String parts: [Part!] }
    type Part @value { text: String }
    union Thing = Patient | Note
    type Patient @subject(field: "id") {
      id: ID! @notPhi
      ssn: String @phi(category: IDENTIFIER, identifier: SSN)
      names: [Names!] @phi(category: DEMOGRAPHICS)
      _access: [FieldAccess!]! @notPhi
      notes(first: Int = 20, after: String): NoteConnection @phi(category: DEMOGRAPHICS)
      kin(first: Int = 20, after: String): PatientConnection @phi(category: DEMOGRAPHICS)
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
    type PageInfo { hasNextPage: Boolean! _access: [FieldAccess!]! }
    type FieldAccess @notPhi { field: String! decision: String! }
  `),
);
const model = readAccessModel(sdl);
const readCost = createCostReader(sdl.schema, model);

function cost(text: string, variables: Record<string, unknown> = {}) {
  const document = parse(text);
  expect(validate(sdl.schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const first = readCost(document, operation, variables);
  // Found again, it is the same.
  expect(readCost(document, operation, variables)).toEqual(first);
  return first;
}

const page = (first: string, inner = 'edges { node { ssn } }') => `patients${first} { ${inner} }`;
/** One for the list, three for each of its rows. */
const pageOf = (rows: number) => ({ fields: 1 + rows * 3, patients: rows });

describe('a page costs its rows', () => {
  it.each([
    ['as many as are asked for', page('(first: 7)'), {}, 7],
    ['by default', page(''), {}, 20],
    ['at most as many as a page may have', page('(first: 2147483647)'), {}, 200],
    ['the longest, for what is no size', page('(first: -1)'), {}, 200],
    ['the longest, for null', page('(first: null)'), {}, 200],
    ['none', page('(first: 0)'), {}, 0],
  ])('%s', (_name, selection, variables, rows) => {
    expect(cost(`{ ${selection} }`, variables)).toEqual(pageOf(rows));
  });

  it.each([
    ['as a variable says', '$n: Int', { n: 7 }, 7],
    ['by the variable’s default', '$n: Int = 9', {}, 9],
    ['not by its default, where it is given', '$n: Int = 9', { n: 150 }, 150],
    ['by the schema’s default, where neither is', '$n: Int', {}, 20],
    ['at most as many as a page may have', '$n: Int', { n: 1e308 }, 200],
    ['by the variable’s default, at most as many', '$n: Int = 2000000000', {}, 200],
    ['the longest, for null', '$n: Int = 9', { n: null }, 200],
    ['the longest, for a default of null', '$n: Int = null', {}, 200],
    ['the longest, for what is no number', '$n: Int', { n: '7' }, 200],
    ['the longest, for a part', '$n: Int', { n: 0.5 }, 200],
    ['the longest, for less than none', '$n: Int', { n: -7 }, 200],
    ['the longest, for NaN', '$n: Int', { n: Number.NaN }, 200],
    ['the longest, for an object', '$n: Int', { n: { valueOf: 1 } }, 200],
  ])('%s', (_name, definition, variables, rows) => {
    expect(cost(`query(${definition}) { ${page('(first: $n)')} }`, variables)).toEqual(pageOf(rows));
  });

  it('the longest, where the schema has no default', () => {
    expect(cost('{ endless { edges { node { ssn } } } }')).toEqual(pageOf(200));
  });

  it('within pages, times each other', () => {
    const notes = (first: string) => `notes(first: ${first}) { edges { node { text } } }`;
    const nested = (first: string) => page('(first: 10)', `edges { node { ${notes(first)} } }`);
    const expected = { fields: 1 + 10 * (2 + 1 + 30 * 3), patients: 10 };
    expect(cost(`{ ${nested('30')} }`)).toEqual(expected);
    expect(cost(`query($n: Int) { ${nested('$n')} }`, { n: 30 })).toEqual(expected);
    expect(
      cost(`query($n: Int, $m: Int) { ${page('(first: $m)', `edges { node { ${notes('$n')} } }`)} }`, {
        n: 30,
        m: 10,
      }),
    ).toEqual(expected);
  });

  it('whatever is selected of them', () => {
    expect(cost(`{ ${page('(first: 50)', 'pageInfo { hasNextPage }')} }`)).toEqual({
      fields: 1 + 50 * 2,
      patients: 50,
    });
  });
});

describe('a cost', () => {
  it('counts fragments wherever they are spread', () => {
    const text = `{ a: ${page('(first: 5)', '...F')} ... on Query { b: ${page('(first: 5)', '... { ...F }')} } }
      fragment F on PatientConnection { edges { node { ssn } } }`;
    expect(cost(text)).toEqual({ fields: 2 * (1 + 5 * 3), patients: 10 });
  });

  it('takes every @include and @skip', () => {
    const text = `query($no: Boolean = false) { ${page('(first: 5) @include(if: false)')}
      ... @skip(if: true) { a: ${page('(first: 5)')} } b: ${page('(first: 5) @include(if: $no)')} }`;
    expect(cost(text)).toEqual({ fields: 3 * (1 + 5 * 3), patients: 15 });
  });

  it('counts a patient for whatever leads to one, and again for lists of others', () => {
    expect(cost('{ patient(id: "a") { ssn } b: patient(id: "b") { ssn } }').patients).toBe(2);
    expect(cost('{ any { ... on Note { text about { ssn } } } }').patients).toBe(1);
    expect(cost('{ patient(id: "a") { kin(first: 30) { edges { node { ssn } } } } }').patients).toBe(31);
    expect(
      cost('{ patient(id: "a") { notes(first: 30) { edges { node { about { ssn } } } } } }').patients,
    ).toBe(1);
  });

  it('takes lists without pages to have some rows, lists of leaves to be one', () => {
    expect(cost('{ found { ssn } tags }')).toEqual({ fields: 1 + 10 * 1 + 1, patients: 10 });
  });

  it('takes lists of what is no row to have as many, times each other, with the patients below them', () => {
    expect(cost('{ lots { name tags } }')).toEqual({ fields: 1 + 10 * 2, patients: 0 });
    const within = '{ lots { name lots { name lots { name holder { ssn } } } } }';
    expect(cost(within)).toEqual({ fields: 1 + 10 * (2 + 10 * (2 + 10 * 3)), patients: 1000 });
  });

  it('takes lists of values inside a row to be short', () => {
    expect(cost('{ patient(id: "a") { names { text parts { text } } } }').fields).toBe(2 + 3 * (2 + 3 * 1));
  });

  it('counts what _access tells for each field that it tells of, for a page the most that there are', () => {
    const told = model.types.Patient?.fields.length ?? 0;
    expect(told).toBe(4);
    expect(cost('{ patient(id: "a") { _access { field decision } } }').fields).toBe(2 + told * 2);
    const { fields } = cost('{ patients(first: 1) { pageInfo { _access { field } } } }');
    expect(fields).toBe(1 + 2 + told);
  });

  it('counts what tells of the schema', () => {
    const { fields } = cost(
      '{ __schema { types { fields { name } } } __type(name: "Patient") { name } __typename }',
    );
    expect(fields).toBeGreaterThan(100);
  });

  it('counts what a model writes for a thousand fields', () => {
    const dear = createCostReader(sdl.schema, model, new Set(['Note.text']));
    const document = parse('{ patient(id: "a") { notes(first: 3) { edges { node { text } } } } }');
    const operation = getOperationAST(document);
    expect(operation && dear(document, operation, {})).toEqual({ fields: 2 + 3 * (2 + 1000), patients: 1 });
  });

  it('outgrows no number', () => {
    let text = 'ssn';
    for (let level = 0; level < 7; level += 1) text = `kin(first: 200) { edges { node { ${text} } } }`;
    const { fields, patients } = cost(`{ patient(id: "a") { ${text} } }`);
    expect(fields).toBeGreaterThan(200 ** 7);
    expect(patients).toBeGreaterThan(200 ** 7);
  });
});
