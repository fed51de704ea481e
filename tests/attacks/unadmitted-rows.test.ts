import { beforeAll, describe, expect, it } from 'vitest';
import { lintSchema } from '../../directives/lint-schema.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import type { RememberingLedger, Run } from '../support/small-gateway.ts';
import { sdlWith, smallGateway } from '../support/small-gateway.ts';

const RELAY = /* GraphQL */ `
  type PatientConnection { edges: [PatientEdge!]! pageInfo: PageInfo! }
  type PatientEdge { node: Patient! cursor: String! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
`;

const SDL = /* GraphQL */ `
  type Query {
    patient(id: ID!): Patient
    patients: PatientConnection
    any: Any
    anyList: [Any]
    later: [Patient]
    page: PersonConnection
  }
  union Any = Patient | Note | Place
  interface Thing { id: ID! @notPhi }
  type Patient implements Thing @subject(field: "id") {
    id: ID! @notPhi
    ssn: String @phi(category: IDENTIFIER, identifier: SSN)
    about: Any @phi(category: PROBLEM)
    things: [Thing] @phi(category: PROBLEM)
    cover: Thing @phi(category: COVERAGE)
  }
  type Note implements Thing @subject(field: "patient", category: "kind", among: [CLINICAL_NOTE, PSYCHOTHERAPY_NOTE]) {
    id: ID! @notPhi
    text: String @phi
  }
  type Place implements Thing @notPhi { id: ID! @notPhi name: String }
  "Its edges are not called after it."
  type PersonConnection { edges: [PatientEdge!]! pageInfo: PageInfo! }
  type PersonEdge { node: Place! cursor: String! }
  ${RELAY}
`;

const note = (id: string, patient: string, kind: string) => ({
  resourceType: 'Note',
  id,
  patient,
  kind: [kind],
  text: `canary ${id}`,
});
const HIDDEN = note('n1', 'ada', 'PSYCHOTHERAPY_NOTE');
const OTHERS = note('n2', 'eve', 'CLINICAL_NOTE');
const OWN = note('n3', 'ada', 'CLINICAL_NOTE');
const PLACE = { resourceType: 'Place', id: 'w1', name: 'Ward 1' };
const EVE = { resourceType: 'Patient', id: 'eve' };

let run: Run;
let ledger: RememberingLedger;
let about: unknown;

/** Waited for like a promise, and not one of this realm's. */
// biome-ignore lint/suspicious/noThenProperty: that is the attack
const thenable = (value: unknown) => ({ then: (tell: (value: unknown) => void) => tell(value) });

beforeAll(async () => {
  const world = await smallGateway({
    typeDefs: await sdlWith(SDL),
    resolvers: {
      Query: {
        patient: () => ({ resourceType: 'Patient', id: 'ada', about, things: about, cover: about }),
        patients: () => ({ rows: [{ record: EVE, position: '1' }], hasNextPage: false }),
        any: () => about,
        anyList: () => about,
        later: () => about,
        page: () => ({ rows: [{ record: EVE, position: '1' }], hasNextPage: false }),
      },
    },
    world: { ties: { ada: ['CARE_TEAM', 'ORG'], eve: ['ORG'] } },
  });
  ({ run, ledger } = world);
});

const dataOf = async (query: string) => (await run(query)).body.data;

describe('a field of an abstract type', () => {
  it.each([
    ['of a category that nobody sees', HIDDEN],
    ["of a stranger's", OTHERS],
    ['that is promised', Promise.resolve(HIDDEN)],
    ['that is promised by something else', thenable(OTHERS)],
    ['that says it is another', { ...HIDDEN, __typename: 'Place' }],
    ['that says nothing', { id: 'n1' }],
    ['that says it is of no type', { ...HIDDEN, resourceType: 'Binary' }],
  ])('does not tell that there is a record %s', async (_what, record) => {
    about = record;
    expect(await dataOf('{ patient(id: "ada") { about { __typename } } any { __typename } }')).toEqual({
      patient: { about: null },
      any: null,
    });
  });

  it.each([
    ['at hand', [HIDDEN, OWN, OTHERS, PLACE]],
    ['one by one', [HIDDEN, OWN, OTHERS, PLACE].map((record) => Promise.resolve(record))],
    ['all at once', Promise.resolve([HIDDEN, OWN, OTHERS, PLACE])],
    ['by something else', thenable([HIDDEN, OWN, thenable(OTHERS), PLACE])],
  ])('lists only what exists: %s', async (_how, records) => {
    about = records;
    expect(await dataOf('{ patient(id: "ada") { things { id } } anyList { __typename } }')).toEqual({
      patient: { things: [{ id: 'Note/n3' }, { id: 'w1' }] },
      anyList: [{ __typename: 'Note' }, { __typename: 'Place' }],
    });
    about = [OTHERS, EVE];
    expect(await dataOf('{ later { __typename } }')).toEqual({ later: [] });
  });

  it.each([
    ['in lists of lists', [[HIDDEN]]],
    [
      'one at a time',
      (async function* () {
        yield HIDDEN;
      })(),
    ],
    ['in a set', new Set([HIDDEN])],
  ])('leads nowhere %s', async (_how, records) => {
    about = records;
    const { body } = await run('{ patient(id: "ada") { things { __typename } } }');
    expect(JSON.stringify(body.data)).not.toContain('Note');
  });

  it('records what it discloses of each record', async () => {
    about = OWN;
    await run('{ patient(id: "ada") { about { ... on Note { text } } } }');
    const last = ledger.records.at(-1);
    expect(last && [...expandRecord(last)].map(({ coordinate }) => coordinate)).toEqual([
      'Patient.about',
      'Note.text',
    ]);
  });
});

describe('a connection whose edge bears another name', () => {
  it('holds what its edges lead to', async () => {
    expect(await dataOf('{ page { edges { node { __typename } } } }')).toEqual({ page: { edges: [] } });
    expect(await dataOf('{ patients { edges { node { __typename } } } }')).toEqual({
      patients: { edges: [] },
    });
  });
});

describe('a schema does not start', () => {
  it.each([
    [
      'a @notPhi type that leads to rows',
      'type Query { place: Place } type Place @notPhi { all: [Patient] }',
    ],
    [
      'one that leads to a list of them',
      'type Query { place: Place } type Place @notPhi { all: PatientConnection }',
    ],
    [
      'one that may lead to them',
      'type Query { place: Place } type Place @notPhi { any: Any } union Any = Patient | Place',
    ],
    ['an edge at the root', 'type Query { edge: PatientEdge }'],
    ['page information at the root', 'type Query { info: PageInfo }'],
    [
      'an edge beside the patient',
      'type Query { a: Other } type Other @subject(field: "p") { edge: PatientEdge @phi(category: LAB) }',
    ],
    [
      'rows that are called open',
      'type Query { a: Other } type Other @subject(field: "p") { rows: [Patient] @notPhi }',
    ],
    [
      'lists of rows that are called open',
      'type Query { a: Other } type Other @subject(field: "p") { rows: PatientConnection @notPhi }',
    ],
  ])('with %s', async (_what, own) => {
    const patient =
      'type Patient @subject(field: "id") { id: ID! @notPhi ssn: String @phi(category: IDENTIFIER) }';
    const findings = lintSchema(await sdlWith(`${own} ${patient} ${RELAY}`));
    expect(findings.map(({ rule }) => rule)).toEqual(['unguarded-path']);
  });
});
