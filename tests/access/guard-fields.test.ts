import { beforeAll, describe, expect, it } from 'vitest';
import { BadUserInputError, LedgerUnavailableError } from '../../src/errors.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import type { RememberingLedger, Run } from '../support/small-gateway.ts';
import { actor, sdlWith, smallGateway } from '../support/small-gateway.ts';

const SDL = /* GraphQL */ `
  type Query {
    patient(id: ID!): Patient
    patients(first: Int = 20, after: String): PatientConnection
    node(id: ID!): Node
    smuggled: Patient
    ping: String! @notPhi
  }
  interface Node { id: ID! @notPhi }
  type Patient implements Node @subject(field: "id") {
    id: ID! @notPhi
    _access: [FieldAccess!]! @notPhi
    mayOmit: Boolean! @notPhi
    birthDate: FhirDate @phi(category: DEMOGRAPHICS, identifier: DATE)
    ssn: String @phi(category: IDENTIFIER, identifier: SSN)
    notes(first: Int = 20, after: String): NoteConnection @phi
    broken: String @phi(category: DEMOGRAPHICS)
  }
  type Note implements Node @subject(field: "patient", category: "kind") {
    id: ID! @notPhi
    text: String @phi
  }
  type FieldAccess @notPhi { field: String! decision: String! mask: String! reason: String! }
  type PatientConnection { edges: [PatientEdge!]! pageInfo: PageInfo! }
  type PatientEdge { node: Patient! cursor: String! }
  type NoteConnection { edges: [NoteEdge!]! pageInfo: PageInfo! }
  type NoteEdge { node: Note! cursor: String! }
  type PageInfo {
    hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String
    _access: [FieldAccess!]! mayOmit: Boolean!
  }
`;

const PATIENTS = ['ada', 'ben', 'eve'].map((id) => ({
  resourceType: 'Patient',
  id,
  birthDate: '1980-05-05',
  ssn: `900-00-${id}`,
}));

const NOTES = ['ada', 'ben', 'eve'].flatMap((patient) => [
  {
    resourceType: 'Note',
    id: `${patient}-n1`,
    patient,
    kind: ['CLINICAL_NOTE'],
    text: `visit of ${patient}`,
  },
  {
    resourceType: 'Note',
    id: `${patient}-n2`,
    patient,
    kind: ['PSYCHOTHERAPY_NOTE'],
    text: `session of ${patient}`,
  },
]);

const page = (records: readonly { id: string }[], args: Record<string, unknown>) => {
  const start = args.after === null ? 0 : records.findIndex(({ id }) => id === args.after) + 1;
  const rows = records
    .slice(start, start + Number(args.first))
    .map((record) => ({ record, position: record.id }));
  return Promise.resolve({ rows, hasNextPage: start + rows.length < records.length });
};

const RESOLVERS = {
  Query: {
    patient: (_: unknown, { id }: { id: string }) => PATIENTS.find((patient) => patient.id === id) ?? null,
    patients: (_: unknown, args: Record<string, unknown>) => page(PATIENTS, args),
    node: (_: unknown, { id }: { id: string }) =>
      [...PATIENTS, ...NOTES].find((record) => `${record.resourceType}/${record.id}` === id) ?? null,
    smuggled: () => PATIENTS[0],
    ping: () => 'pong',
  },
  Patient: {
    notes: (patient: { id: string }, args: Record<string, unknown>) =>
      page(
        NOTES.filter((note) => note.patient === patient.id),
        args,
      ),
    broken: () => {
      throw new Error('canary-in-a-message');
    },
  },
};

let run: Run;
let ledger: RememberingLedger;

beforeAll(async () => {
  const world = await smallGateway({
    typeDefs: await sdlWith(SDL),
    resolvers: RESOLVERS,
    world: { ties: { ada: ['CARE_TEAM', 'ORG'], ben: ['ORG'], eve: ['TREATING', 'ORG'] } },
  });
  ({ run, ledger } = world);
});

const events = () => ledger.records.flatMap((record) => [...expandRecord(record)]);
const lastEvents = () => {
  const last = ledger.records.at(-1);
  return last === undefined ? [] : [...expandRecord(last)];
};

describe('a guarded field', () => {
  it('is whole for a tied physician and denied, once, where no grant names the role', async () => {
    const { body } = await run('{ patient(id: "ada") { id birthDate ssn again: ssn } }');
    expect(body.data).toEqual({
      patient: { id: 'Patient/ada', birthDate: '1980-05-05', ssn: null, again: null },
    });
    expect(body.errors).toEqual([
      {
        message: 'Access to this field is not permitted.',
        path: ['patient', 'ssn'],
        extensions: { code: 'PHI_ACCESS_DENIED', coordinate: 'Patient.ssn', reason: 'ROLE', count: 1 },
      },
    ]);
  });

  it('is one event per coordinate, whatever the alias or path', async () => {
    await run(
      '{ a: patient(id: "ada") { birthDate b: birthDate } n: node(id: "Patient/ada") { ... on Patient { birthDate ssn } } }',
    );
    expect(lastEvents().map(({ coordinate, decision, mask }) => [coordinate, decision, mask])).toEqual([
      ['Patient.birthDate', 'PERMIT', 'NONE'],
      ['Patient.ssn', 'DENY', 'REDACT'],
    ]);
  });

  it('states one denial per coordinate for many rows, with their count', async () => {
    const { body } = await run(
      '{ patients { edges { node { ssn } } } }',
      actor({ roles: ['CODER', 'NURSE'], purpose: 'TREAT' }),
    );
    expect(
      body.errors?.map(({ extensions, path }) => [extensions.coordinate, extensions.count, path]),
    ).toEqual([['Patient.ssn', 2, ['patients', 'edges', 0, 'node', 'ssn']]]);
  });

  it('masks by grant: billing sees the last four characters of a number', async () => {
    const { body } = await run(
      '{ patient(id: "ben") { ssn } }',
      actor({ roles: ['BILLING'], purpose: 'HPAYMT' }),
    );
    expect(body.data).toEqual({ patient: { ssn: '-ben' } });
    expect(lastEvents()[0]).toMatchObject({
      decision: 'MASK',
      mask: 'PARTIAL',
      reason: 'GRANT',
      resource: { type: 'Patient', id: 'ben' },
    });
  });

  it('gives a researcher the year and pseudonymous ids', async () => {
    const { body, text } = await run(
      '{ patients(first: 1) { edges { node { id birthDate } } } }',
      actor({ roles: ['RESEARCHER'], purpose: 'HRESCH' }),
    );
    expect(JSON.stringify(body.data)).toMatch(/psn-[0-9a-f]{32}","birthDate":"1980"/);
    expect(text).not.toContain('ada');
  });
});

describe('existence', () => {
  it('a stranger gets for an existing patient the bytes of one who does not exist, and the like record', async () => {
    const stranger = actor({ fhirUser: 'Practitioner/other' });
    const theirs = await run('{ patient(id: "ben") { birthDate } }', stranger);
    const nobodys = await run('{ patient(id: "nobody") { birthDate } }', stranger);
    expect(theirs.text).toBe(nobodys.text);
    const [a, b] = ledger.records.slice(-2).map((record) => [...expandRecord(record)]);
    expect(a?.map(({ coordinate, decision, reason }) => [coordinate, decision, reason])).toEqual([
      ['Query.patient', 'DENY', 'RELATIONSHIP'],
    ]);
    expect(b?.map(({ coordinate, decision, reason }) => [coordinate, decision, reason])).toEqual([
      ['Query.patient', 'DENY', 'RELATIONSHIP'],
    ]);
  });

  it('leaves out rows whose category denies all, before the page', async () => {
    const { body, text } = await run(
      '{ patient(id: "ada") { notes { edges { node { text } } pageInfo { mayOmit } } } }',
    );
    expect(text).not.toContain('session');
    expect(body.data).toMatchObject({
      patient: { notes: { edges: [{ node: { text: 'visit of ada' } }], pageInfo: { mayOmit: true } } },
    });
    const direct = await run('{ node(id: "Note/ada-n2") { id } }');
    expect(direct.body.data).toEqual({ node: null });
  });
});

describe('cursors', () => {
  it('open only for the query and actor they were made for', async () => {
    const billing = actor({ roles: ['BILLING'], purpose: 'HPAYMT' });
    const first = await run('{ patients(first: 1) { pageInfo { endCursor hasNextPage } } }', billing);
    const cursor = String(JSON.parse(first.text).data.patients.pageInfo.endCursor);
    const next = await run(
      'query($c: String) { patients(first: 1, after: $c) { edges { node { id } } } }',
      billing,
      { c: cursor },
    );
    expect(next.body.data).toEqual({ patients: { edges: [{ node: { id: 'Patient/ben' } }] } });
    for (const [who, after] of [
      [actor({ roles: ['CODER'], purpose: 'HPAYMT' }), cursor],
      [actor({ roles: ['BILLING'], purpose: 'HPAYMT', tenant: 'lakeside' }), cursor],
      [billing, `${cursor.slice(0, -3)}abc`],
      [billing, 'ada'],
    ] as const) {
      const refused = await run(
        'query($c: String) { patients(first: 1, after: $c) { edges { node { id } } } }',
        who,
        { c: after },
      );
      expect(refused.body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(refused.body.data).toEqual({ patients: null });
    }
  });

  it.each([2147483647, -1, 201])('first: %i is refused', async (first) => {
    const { body } = await run(`{ patients(first: ${first}) { edges { node { id } } } }`);
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('the barrier', () => {
  it('gives no data when the record cannot be written, and serves what is not PHI', async () => {
    ledger.failWith = new LedgerUnavailableError('disk full');
    const { status, body, text } = await run('{ patient(id: "ada") { birthDate } }');
    expect([status, body.errors?.[0]?.extensions.code, body.data]).toEqual([
      503,
      'LEDGER_UNAVAILABLE',
      undefined,
    ]);
    expect(text).not.toContain('1980');
    expect((await run('{ ping }')).body.data).toEqual({ ping: 'pong' });
    ledger.failWith = null;
    expect((await run('{ patient(id: "ada") { birthDate } }')).status).toBe(200);
  });

  it('keeps error texts to itself', async () => {
    const { body, text } = await run('{ patient(id: "ada") { broken } }');
    expect(body.errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(text).not.toContain('canary');
  });
});

describe('_access', () => {
  it('tells decisions without values, and then no denial errors', async () => {
    const { body } = await run(
      '{ patient(id: "ada") { ssn _access { field decision mask reason } mayOmit } }',
    );
    expect(body.errors).toBeUndefined();
    expect(body.data).toMatchObject({
      patient: {
        ssn: null,
        _access: expect.arrayContaining([{ field: 'ssn', decision: 'DENY', mask: 'REDACT', reason: 'ROLE' }]),
      },
    });
    expect(events().length).toBeGreaterThan(0);
    expect(new BadUserInputError('x').code).toBe('BAD_USER_INPUT');
  });
});
