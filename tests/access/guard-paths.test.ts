import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import type { RememberingLedger, Run } from '../support/small-gateway.ts';
import { actor, sdlWith, smallGateway } from '../support/small-gateway.ts';

const SDL = /* GraphQL */ `
  type Query {
    patient(id: ID!): Patient
    patients(
      first: Int = 20
      after: String
      search: Search
      ssn: String @phi(category: IDENTIFIER, identifier: SSN)
      email: String @phi(category: CONTACT, identifier: EMAIL)
    ): PatientConnection
    being: Being
    stray: Being
    beings: [Being!]
  }
  input Search { person: Person }
  input Person { birthDate: FhirDate @phi(category: DEMOGRAPHICS, identifier: DATE) }
  union Being = Patient | Clinic
  type Clinic @notPhi { name: String }
  type Patient @subject(field: "id") {
    id: ID! @notPhi
    ward: String @notPhi
    birthDate: FhirDate @phi(category: DEMOGRAPHICS, identifier: DATE)
    registered: FhirDate @phi(category: DEMOGRAPHICS, identifier: DATE, element: "Patient.meta")
    ssn: String @phi(category: IDENTIFIER, identifier: SSN)
    email: String @phi(category: CONTACT, identifier: EMAIL)
      @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [CARE_TEAM])
      @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [TREATING], mask: GENERALIZE)
    results(first: Int = 20, after: String): ResultConnection @phi(category: LAB)
  }
  type Result @subject(field: "patient") {
    id: ID! @notPhi
    value: String @phi(category: LAB)
  }
  type PatientConnection { edges: [PatientEdge!]! pageInfo: PageInfo! }
  type PatientEdge { node: Patient! cursor: String! }
  type ResultConnection { edges: [ResultEdge!]! pageInfo: PageInfo! }
  type ResultEdge { node: Result! cursor: String! }
  type PageInfo { hasNextPage: Boolean! }
`;

const PATIENTS = ['ada', 'ben', 'eve'].map((id) => ({
  resourceType: 'Patient',
  id,
  ward: `ward of ${id}`,
  birthDate: '1980-05-05',
  registered: '2019-07-08',
  ssn: `900-00-${id}`,
  email: `${id}@example.org`,
}));
const result = (id: string, patient: string, labels: readonly string[] = []) => ({
  resourceType: 'Result',
  id,
  patient,
  value: `value ${id} of ${patient}`,
  labels,
});
const RESULTS = [result('r1', 'ada'), result('r2', 'ben'), result('r3', 'ada', ['PSYTHPN'])];
const pageOf = (records: readonly { readonly id: string }[]) => ({
  rows: records.map((record) => ({ record, position: record.id })),
  hasNextPage: false,
});

/** Of no patient when it is let in, and a patient's once it is in. */
function changeling(record: Record<string, unknown>): Record<string, unknown> {
  let asked = 0;
  const get = () => {
    asked += 1;
    return asked === 1 ? 'Clinic' : 'Patient';
  };
  return Object.defineProperty(record, 'resourceType', { enumerable: true, get });
}

const calls: string[] = [];
const RESOLVERS = {
  Query: {
    patient: (_: unknown, { id }: { id: string }) => PATIENTS.find((one) => one.id === id) ?? null,
    patients: () => {
      calls.push('patients');
      return pageOf(PATIENTS);
    },
    being: () => changeling({ ...PATIENTS[0] }),
    stray: () => stray,
    beings: () => [{ resourceType: 'Clinic', name: 'Elm' }, ...PATIENTS],
  },
  Patient: {
    registered: async (record: { registered: string }) => record.registered,
    /** A careless one: it gives the rows of everybody. */
    results: () => {
      calls.push('results');
      return pageOf(RESULTS);
    },
  },
};

let run: Run;
let ledger: RememberingLedger;
let pseudonyms = true;
let stray: unknown = null;
beforeAll(async () => {
  ({ run, ledger } = await smallGateway({
    typeDefs: await sdlWith(SDL),
    resolvers: RESOLVERS,
    world: {
      ties: { ada: ['CARE_TEAM', 'ORG'], ben: ['ORG'], eve: ['TREATING', 'ORG'] },
      facts: () => (pseudonyms ? {} : { pseudonymKey: null }),
    },
  }));
});
beforeEach(() => {
  calls.length = 0;
  pseudonyms = true;
});

const BILLING = actor({ roles: ['BILLING'], purpose: 'HPAYMT' });
const RESEARCHER = actor({ roles: ['RESEARCHER'], purpose: 'HRESCH' });
const NURSE = actor({ roles: ['NURSE'] });

describe('a record that came past the engine, by taking another form', () => {
  it('discloses no protected field', async () => {
    const { body } = await run('{ being { ... on Patient { birthDate registered ssn email } } }');
    const nothing = { birthDate: null, registered: null, ssn: null, email: null };
    expect(body.data).toEqual({ being: nothing });
  });

  it('discloses no other field either, nor its id', async () => {
    const { body } = await run('{ being { ... on Patient { ward } } }');
    expect(body.data).toEqual({ being: { ward: null } });
    expect((await run('{ being { ... on Patient { id } } }')).text).not.toContain('ada');
  });

  it('leads to no rows: their resolver is not even called', async () => {
    const { body } = await run('{ being { ... on Patient { results { edges { node { value } } } } } }');
    expect(body).toMatchObject({ data: { being: { results: null } } });
    expect(calls).toEqual([]);
  });
});

describe('a record of no type that the schema has', () => {
  it.each([{ id: 'ada' }, { ...PATIENTS[0], resourceType: 'Binary' }, { ...PATIENTS[0], resourceType: 7 }])(
    'is as if there was none: %j',
    async (record) => {
      stray = null;
      const none = await run('{ stray { __typename } }');
      stray = record;
      expect((await run('{ stray { __typename } }')).text).toBe(none.text);
    },
  );
});

describe('a value that comes later', () => {
  it('is masked like any other', async () => {
    const { body } = await run('{ patient(id: "ben") { registered } }', RESEARCHER);
    expect(body.data).toEqual({ patient: { registered: '2019' } });
  });
});

describe('a list of rows', () => {
  const RESULTS_OF = '{ patient(id: "ada") { results { edges { node { value } } } } }';

  it('that is denied is null, told once, and never asked for', async () => {
    const { body } = await run(RESULTS_OF, BILLING);
    expect(body.data).toEqual({ patient: { results: null } });
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'PHI_ACCESS_DENIED', coordinate: 'Patient.results', reason: 'ROLE', count: 1 },
    ]);
    expect(calls).toEqual([]);
  });

  it('decides each row by its own patient, whatever patient it was found under', async () => {
    const { body, text } = await run(RESULTS_OF);
    expect(body.data).toMatchObject({
      patient: { results: { edges: [{ node: { value: 'value r1 of ada' } }] } },
    });
    expect(text).not.toContain('ben');
  });

  it('of any type has those alone that scopes let be searched for', async () => {
    const all = '{ beings { ... on Clinic { name } ... on Patient { id birthDate } } }';
    const seen = async (scope: string) => {
      const { body } = await run(all, actor({ scopes: [scope] }));
      return body.data;
    };
    const ada = { id: 'Patient/ada', birthDate: '1980-05-05' };
    expect(await seen('user/Patient.rs')).toMatchObject({
      beings: [{ name: 'Elm' }, ada, { id: 'Patient/eve' }],
    });
    expect(await seen('user/Patient.r')).toEqual({ beings: [{ name: 'Elm' }] });
    const one = await run('{ patient(id: "ada") { id birthDate } }', actor({ scopes: ['user/Patient.r'] }));
    expect(one.body.data).toEqual({ patient: ada });
  });

  it('leaves rows out with a label that no grant opens', async () => {
    expect((await run(RESULTS_OF)).text).not.toContain('r3');
  });
});

describe('an id', () => {
  it('is a constant where a pseudonym is due and there is no key for one', async () => {
    pseudonyms = false;
    const { body } = await run('{ patient(id: "ada") { id birthDate } }', RESEARCHER);
    expect(body.data).toEqual({ patient: { id: 'withheld', birthDate: '1980' } });
  });
});

describe('a filter by a field that is not whole for the actor', () => {
  const codes = async (search: string, who: ReturnType<typeof actor>) => {
    const { body } = await run(`{ patients(${search}) { edges { node { id } } } }`, who);
    return { data: body.data, denied: body.errors?.map(({ extensions }) => extensions.coordinate) };
  };

  it('that is masked is refused before anything is looked up, and recorded', async () => {
    expect(await codes('ssn: "900-00-ada"', BILLING)).toEqual({
      data: { patients: null },
      denied: ['Query.patients(ssn:)'],
    });
    expect(calls).toEqual([]);
    const last = ledger.records.at(-1);
    expect(last === undefined ? [] : [...expandRecord(last)]).toMatchObject([
      {
        coordinate: 'Query.patients(ssn:)',
        decision: 'DENY',
        resource: { type: 'Patient', id: '' },
      },
    ]);
  });

  it('that is denied is refused', async () => {
    expect(await codes('email: "ada@example.org"', BILLING)).toMatchObject({ data: { patients: null } });
    expect(calls).toEqual([]);
  });

  it('however deep in the arguments it stands', async () => {
    const search = 'search: { person: { birthDate: "1980-05-05" } }';
    expect(await codes(search, RESEARCHER)).toEqual({
      data: { patients: null },
      denied: ['Person.birthDate'],
    });
    expect(await codes(search, BILLING)).toMatchObject({ denied: undefined });
    expect(await codes('search: { person: {} }', RESEARCHER)).toMatchObject({ denied: undefined });
  });

  it('finds of all rows those alone for which it is whole', async () => {
    const { body } = await run('{ patients(email: "x") { edges { node { id } } } }', NURSE);
    expect(body.data).toEqual({ patients: { edges: [{ node: { id: 'Patient/ada' } }] } });
    const { body: all } = await run('{ patients { edges { node { id } } } }', NURSE);
    expect(all.data).toMatchObject({ patients: { edges: [{}, { node: { id: 'Patient/eve' } }] } });
  });
});
