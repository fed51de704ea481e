import type { GraphQLSchema } from 'graphql';
import { isInterfaceType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Fake } from './fake-context.ts';
import { fakeContext, stored } from './fake-context.ts';
import { run, schemaWithResolvers } from './schema-with-resolvers.ts';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await schemaWithResolvers();
});

const amara = stored({ resourceType: 'Patient', id: 'amara' });
const glucose = stored({ resourceType: 'Observation', id: 'o1' }, { subjectId: 'amara' });

async function ask(operation: string, fake: Fake = {}) {
  const { context, calls } = fakeContext({ records: [amara, glucose], ...fake });
  const { data, errors = [] } = await run(schema, operation, context);
  return { data, calls, codes: errors.map(({ originalError }) => originalError && codeOf(originalError)) };
}

function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : error.name;
}

describe('patient(id:)', () => {
  it.each(['amara', 'Patient/amara'])('takes %s', async (id) => {
    const { data, calls } = await ask(`{ patient(id: "${id}") { id } }`);
    expect(data).toEqual({ patient: { id: 'amara' } });
    expect(calls).toEqual([['patient', 'amara']]);
  });

  it('is null for nobody, by the same call', async () => {
    const { data, calls, codes } = await ask('{ patient(id: "Patient/nobody") { id } }');
    expect({ data, codes }).toEqual({ data: { patient: null }, codes: [] });
    expect(calls).toEqual([['patient', 'nobody']]);
  });

  it.each([
    'Encounter/amara',
    'Patient/',
    '/amara',
    'Patient/a/b',
    'a b',
    '',
    'a'.repeat(65),
    'Patient/Ω',
    '../x',
  ])('refuses %j without asking the store', async (id) => {
    const { data, calls, codes } = await ask(`{ patient(id: ${JSON.stringify(id)}) { id } }`);
    expect({ data, codes, calls }).toEqual({ data: { patient: null }, codes: ['BAD_USER_INPUT'], calls: [] });
  });
});

describe('node(id:)', () => {
  it('finds patients, rows and the directory, each by its own read', async () => {
    const directory = [{ resourceType: 'Organization', id: 'o1', name: 'Riverside Health' }];
    const { data, calls } = await ask(
      `{ a: node(id: "Patient/amara") { __typename id }
         b: node(id: "Observation/o1") { __typename id }
         c: node(id: "Organization/o1") { __typename id fhirId ... on Organization { name } } }`,
      { directory },
    );
    expect(data).toEqual({
      a: { __typename: 'Patient', id: 'amara' },
      b: { __typename: 'Observation', id: 'o1' },
      c: { __typename: 'Organization', id: 'Organization/o1', fhirId: 'o1', name: 'Riverside Health' },
    });
    expect(calls).toEqual([
      ['patient', 'amara'],
      ['row', 'Observation', 'o1'],
      ['organizational', 'Organization', 'o1'],
    ]);
  });

  it('takes no record of another type for the one it was asked for', async () => {
    const { context } = fakeContext({ records: [glucose] });
    const data = { ...context.data, row: async () => context.data.row('Observation', 'o1') };
    const answer = await run(schema, '{ node(id: "Condition/o1") { id } }', { ...context, data });
    expect(answer.data).toEqual({ node: null });
  });

  it.each([
    'amara',
    'PatientMatch/amara',
    'Query/x',
    'CarePlan/x',
    'observation/o1',
    'Observation/',
    'Observation/o1/x',
  ])('refuses %j without asking the store', async (id) => {
    const { data, calls, codes } = await ask(`{ node(id: ${JSON.stringify(id)}) { id } }`);
    expect({ data, codes, calls }).toEqual({ data: { node: null }, codes: ['BAD_USER_INPUT'], calls: [] });
  });

  it('has a read for every type that can be a node', async () => {
    const node = schema.getType('Node');
    const types = isInterfaceType(node) ? schema.getPossibleTypes(node) : [];
    expect(types).toHaveLength(20);
    for (const { name } of types) {
      expect(await ask(`{ node(id: "${name}/none") { id } }`)).toMatchObject({
        data: { node: null },
        codes: [],
      });
    }
  });
});

describe('me', () => {
  const everything = '{ me { id roles tenant purpose client patient practitioner } }';

  it('tells who asks', async () => {
    const { data, calls } = await ask(everything);
    expect(data).toEqual({
      me: {
        id: 'user-1',
        roles: ['NURSE'],
        tenant: 'riverside',
        purpose: 'TREAT',
        client: 'portal',
        patient: null,
        practitioner: 'Practitioner/n1',
      },
    });
    expect(calls).toEqual([]);
  });

  it.each([
    ['the launch context', { patient: 'x9' }, 'Patient/x9', 'Practitioner/n1'],
    ['a patient', { fhirUser: 'Patient/amara' }, 'Patient/amara', null],
    ['a relative', { fhirUser: 'RelatedPerson/r1' }, null, null],
    ['nobody of the record', { fhirUser: null }, null, null],
  ])('names patient and practitioner of %s', async (_who, actor, patient, practitioner) => {
    const { data } = await ask(everything, { actor });
    expect(data?.me).toMatchObject({ patient, practitioner });
  });

  it('shows a role that the tenant derived', async () => {
    const { data } = await ask('{ me { roles } }', { actor: { roles: ['LAB_TECH'] } });
    expect(data).toEqual({ me: { roles: ['LAB_TECH'] } });
  });
});
