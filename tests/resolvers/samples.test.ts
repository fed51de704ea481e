import type { GraphQLSchema } from 'graphql';
import { execute, isInterfaceType, parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredRecord } from '../../datasources/health-data.ts';
import { fakeContext, stored } from './fake-context.ts';
import { schemaWithResolvers, selectAll } from './schema-with-resolvers.ts';
import { NO_SAMPLES, readSample, SAMPLE_ARCHIVES } from './unpack-sample.ts';

/**
 * Elements that our fields show under another name or in part, so that presence of one does not say
 * presence of the other; and references, which only an import makes relative.
 */
const FIELD_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Patient: {
    name: 'name',
    birthDate: 'birthDate',
    gender: 'gender',
    address: 'address',
    telecom: 'telecom',
    identifier: 'identifiers',
    maritalStatus: 'maritalStatus',
    communication: 'language',
    deceasedDateTime: 'deceasedDate',
  },
  Encounter: {
    status: 'status',
    class: 'class',
    period: 'period',
    participant: 'participants',
    type: 'type',
    reasonCode: 'reasonCode',
    hospitalization: 'dischargeDisposition',
  },
  Condition: {
    clinicalStatus: 'clinicalStatus',
    verificationStatus: 'verificationStatus',
    category: 'category',
    code: 'code',
    onsetDateTime: 'onsetDateTime',
    abatementDateTime: 'abatementDateTime',
    recordedDate: 'recordedDate',
  },
  Observation: {
    status: 'status',
    category: 'category',
    code: 'code',
    effectiveDateTime: 'effectiveDateTime',
    effectivePeriod: 'effectivePeriod',
    issued: 'issued',
    valueQuantity: 'valueQuantity',
    valueCodeableConcept: 'valueCodeableConcept',
    valueString: 'valueString',
    component: 'component',
    dataAbsentReason: 'dataAbsentReason',
  },
  MedicationRequest: {
    status: 'status',
    intent: 'intent',
    category: 'category',
    medicationCodeableConcept: 'medication',
    authoredOn: 'authoredOn',
    dosageInstruction: 'dosageInstruction',
  },
  AllergyIntolerance: {
    clinicalStatus: 'clinicalStatus',
    type: 'type',
    category: 'category',
    criticality: 'criticality',
    code: 'code',
    recordedDate: 'recordedDate',
    reaction: 'reaction',
  },
  Immunization: {
    status: 'status',
    vaccineCode: 'vaccineCode',
    occurrenceDateTime: 'occurrenceDateTime',
    occurrenceString: 'occurrenceString',
    primarySource: 'primarySource',
    statusReason: 'statusReason',
  },
  Procedure: {
    status: 'status',
    code: 'code',
    performedPeriod: 'performedPeriod',
    performedDateTime: 'performedDateTime',
  },
  DiagnosticReport: {
    status: 'status',
    category: 'category',
    code: 'code',
    effectiveDateTime: 'effectiveDateTime',
    issued: 'issued',
    presentedForm: 'presentedForm',
  },
  DocumentReference: {
    status: 'status',
    type: 'type',
    category: 'category',
    date: 'date',
    content: 'attachments',
    description: 'description',
  },
  Coverage: {
    status: 'status',
    subscriberId: 'subscriberId',
    identifier: 'identifiers',
    relationship: 'relationship',
  },
  Claim: {
    status: 'status',
    type: 'type',
    use: 'use',
    billablePeriod: 'billablePeriod',
    created: 'created',
    priority: 'priority',
    item: 'items',
    total: 'total',
  },
  ExplanationOfBenefit: {
    status: 'status',
    type: 'type',
    use: 'use',
    billablePeriod: 'billablePeriod',
    created: 'created',
    outcome: 'outcome',
    item: 'items',
    total: 'totals',
  },
  CareTeam: {
    status: 'status',
    name: 'name',
    period: 'period',
    participant: 'participants',
    reasonCode: 'reasonCode',
  },
  Practitioner: { name: 'name', active: 'active' },
  Organization: { name: 'name', active: 'active', type: 'type', telecom: 'telecom', address: 'address' },
  Location: { name: 'name', status: 'status', address: 'address', telecom: 'telecom' },
};

let schema: GraphQLSchema;
const perType = new Map<string, ReturnType<typeof parse>>();
beforeAll(async () => {
  schema = await schemaWithResolvers();
  const node = schema.getType('Node');
  const types = isInterfaceType(node) ? schema.getPossibleTypes(node) : [];
  for (const { name } of types) {
    const everything = selectAll(schema.getType(name));
    perType.set(name, parse(`query Q($id: ID!) { node(id: $id) { ... on ${name} ${everything} } }`));
  }
});

async function read(
  record: StoredRecord,
  document: ReturnType<typeof parse>,
): Promise<Record<string, unknown>> {
  const { context } = fakeContext({ records: [record], directory: [record] });
  const variableValues = { id: `${record.resourceType}/${record.id}` };
  const { data, errors } = await execute({ schema, document, contextValue: context, variableValues });
  expect(errors).toBeUndefined();
  expect(data?.node).toBeTypeOf('object');
  return Object.fromEntries(Object.entries(data?.node ?? {}));
}

describe.skipIf(NO_SAMPLES !== null)(
  `real-shaped records${NO_SAMPLES === null ? '' : ` (${NO_SAMPLES})`}`,
  () => {
    it.each(SAMPLE_ARCHIVES)('%s: every resource is read, and what it states is shown', async (name) => {
      const unread: string[] = [];
      let count = 0;
      for (const resource of await readSample(name)) {
        const { resourceType, id } = resource;
        if (typeof resourceType !== 'string' || typeof id !== 'string') continue;
        const document = perType.get(resourceType);
        if (document === undefined) continue;
        count += 1;
        const node = await read(stored({ ...resource, resourceType, id }, { subjectId: 'x' }), document);
        for (const [element, field] of Object.entries(FIELD_OF[resourceType] ?? {})) {
          if (resource[element] !== undefined && (node[field] ?? null) === null) {
            unread.push(`${resourceType}.${element} -> ${field}`);
          }
        }
      }
      expect(count).toBeGreaterThan(20);
      expect([...new Set(unread)]).toEqual([]);
    });
  },
);
