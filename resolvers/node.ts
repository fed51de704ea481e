import { BadUserInputError } from '../src/errors.ts';
import type { NodeRecord, ResolverContext } from './context.ts';
import { findInsight } from './insights.ts';
import { parseNodeId } from './parse-node-id.ts';

/** FHIR types whose records `node(id:)` finds, by how they are read. Each is a type of the schema. */
const ROW_TYPES: ReadonlySet<string> = new Set([
  'Encounter',
  'Condition',
  'Observation',
  'MedicationRequest',
  'AllergyIntolerance',
  'Immunization',
  'Procedure',
  'DiagnosticReport',
  'DocumentReference',
  'Coverage',
  'Claim',
  'ExplanationOfBenefit',
  'CareTeam',
  'Appointment',
  'Consent',
]);
const DIRECTORY_TYPES: ReadonlySet<string> = new Set(['Practitioner', 'Organization', 'Location']);

/**
 * The record behind a FHIR reference.
 * @throws BadUserInputError for a bare id, a bad one, or a type that is none of the schema's
 */
export async function findNode(reference: string, context: ResolverContext): Promise<NodeRecord | null> {
  const { type, id } = parseNodeId(reference);
  const record = await read(type, id, context);
  return record?.resourceType === type ? record : null;
}

async function read(type: string, id: string, context: ResolverContext): Promise<NodeRecord | null> {
  const { data } = context;
  if (type === 'Patient') return (await data.patient(id)).record;
  if (type === 'Insight') return findInsight(id, context);
  if (ROW_TYPES.has(type)) return (await data.row(type, id)).record;
  if (DIRECTORY_TYPES.has(type)) return data.organizational(type, id);
  throw new BadUserInputError('node: no such type of record');
}
