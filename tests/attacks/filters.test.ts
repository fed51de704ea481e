import { beforeAll, describe, expect, it } from 'vitest';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import type { RememberingLedger, Run } from '../support/small-gateway.ts';
import { actor, sdlWith, smallGateway } from '../support/small-gateway.ts';

const SDL = /* GraphQL */ `
  type Query {
    patient(id: ID!): Patient
    find(search: Search!): [Patient!]
    findAny(searches: [Search!]!): [Patient!]
  }
  input Search {
    ssn: String @phi(category: IDENTIFIER, identifier: SSN)
    gender: FhirCode @phi(category: DEMOGRAPHICS)
    not: Search
    any: [Search!]
  }
  type Patient @subject(field: "id") {
    id: ID! @notPhi
    gender: FhirCode @phi(category: DEMOGRAPHICS)
    ssn: String @phi(category: IDENTIFIER, identifier: SSN)
    hasNumber(ssn: String @phi(category: IDENTIFIER, identifier: SSN)): Boolean @phi(category: DEMOGRAPHICS)
    isNumber(ssn: String @phi(category: IDENTIFIER, identifier: SSN)): Boolean @notPhi
    tests(first: Int = 20, after: String, gene: String @phi(category: GENOMIC)): TestConnection @phi
  }
  type Test @subject(field: "patient", category: "kind", among: [LAB]) {
    id: ID! @notPhi
    code: String @phi
    gene: String @phi(category: GENOMIC)
  }
  type TestConnection { edges: [TestEdge!]! pageInfo: PageInfo! }
  type TestEdge { node: Test! cursor: String! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
`;

const ADA = { resourceType: 'Patient', id: 'ada', gender: 'female', ssn: '900-00-0001' };
const TEST = { resourceType: 'Test', id: 't1', patient: 'ada', kind: ['LAB'], code: 'c', gene: 'BRCA1' };

let run: Run;
let ledger: RememberingLedger;
const asked: unknown[] = [];

const answer = <T>(value: T) => {
  return (_record: unknown, args: unknown): T => {
    asked.push(args);
    return value;
  };
};

beforeAll(async () => {
  const world = await smallGateway({
    typeDefs: await sdlWith(SDL),
    resolvers: {
      Query: { patient: () => ADA, find: answer([ADA]), findAny: answer([ADA]) },
      Patient: {
        hasNumber: answer(true),
        isNumber: answer(true),
        tests: answer({ rows: [{ record: TEST, position: '1' }], hasNextPage: true }),
      },
    },
    world: { ties: { ada: ['CARE_TEAM', 'ORG'] } },
  });
  ({ run, ledger } = world);
});

const nurse = actor({ roles: ['NURSE'] });
const events = () => {
  const last = ledger.records.at(-1);
  return last === undefined ? [] : [...expandRecord(last)];
};

describe('a filter by what the actor may not see', () => {
  it.each([
    ['within its own input', '{ find(search: { not: { not: { ssn: "1" } } }) { id } }', 'Search.ssn'],
    ['in a list of inputs', '{ findAny(searches: [{ gender: "male" }, { ssn: "1" }]) { id } }', 'Search.ssn'],
    ['in a list within an input', '{ find(search: { any: [{ ssn: "1" }] }) { id } }', 'Search.ssn'],
    ['of a row by its own', '{ patient(id: "ada") { hasNumber(ssn: "1") } }', 'Patient.hasNumber(ssn:)'],
    ['of an open field', '{ patient(id: "ada") { isNumber(ssn: "1") } }', 'Patient.isNumber(ssn:)'],
    [
      'of rows below a row',
      '{ patient(id: "ada") { tests(gene: "BRCA1", first: 0) { edges { cursor } pageInfo { hasNextPage } } } }',
      'Patient.tests(gene:)',
    ],
  ])('is refused %s, before the resolver is asked, and recorded', async (_where, query, coordinate) => {
    asked.length = 0;
    const { body } = await run(query, nurse);
    expect(asked).toEqual([]);
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'PHI_ACCESS_DENIED', coordinate, reason: 'ROLE', count: 1 },
    ]);
    expect(JSON.stringify(body.data)).not.toMatch(/true|Patient\/ada/);
    expect(events()).toContainEqual(expect.objectContaining({ coordinate, decision: 'DENY' }));
  });

  it('takes the variable that holds it no better', async () => {
    const query = 'query ($search: Search!) { find(search: $search) { id } }';
    const { body } = await run(query, nurse, { search: { any: [{ not: { ssn: '1' } }] } });
    expect(body.data).toEqual({ find: null });
  });
});

describe('a filter that is open', () => {
  it('is a reading of the value of every row it finds, whatever of them is selected', async () => {
    const { body } = await run('{ find(search: { any: [{ gender: "female" }] }) { id } }', nurse);
    expect(body.data).toEqual({ find: [{ id: 'Patient/ada' }] });
    expect(events()).toEqual([
      expect.objectContaining({ coordinate: 'Patient.gender', subject: 'ada', decision: 'PERMIT' }),
      expect.objectContaining({ coordinate: 'Search.gender', subject: null, decision: 'PERMIT' }),
    ]);
  });

  it('is so of rows below a row', async () => {
    const { body } = await run('{ patient(id: "ada") { tests(gene: "BRCA1") { edges { node { id } } } } }');
    expect(JSON.stringify(body.data)).toContain('Test/t1');
    expect(events().map(({ coordinate, resource }) => `${coordinate} ${resource.id}`)).toEqual([
      'Patient.tests ada',
      'Test.gene t1',
      'Patient.tests(gene:) ',
    ]);
  });
});
