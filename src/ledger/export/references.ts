import { isFhirId } from '../../fhir-id.ts';
import type { Coding, Reference } from './audit-event.ts';
import { PHIELD, RESOURCE_TYPES } from './codes.ts';
import { fhirText, uriPart } from './fhir-text.ts';

/** FHIR R4 types that rows of the shipped schema have; what is of another type is ours and no FHIR reference. */
const FHIR_TYPES: ReadonlySet<string> = new Set([
  'AllergyIntolerance',
  'Appointment',
  'CarePlan',
  'CareTeam',
  'Claim',
  'Condition',
  'Consent',
  'Coverage',
  'Device',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'ExplanationOfBenefit',
  'FamilyMemberHistory',
  'Goal',
  'ImagingStudy',
  'Immunization',
  'Location',
  'Medication',
  'MedicationAdministration',
  'MedicationDispense',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Procedure',
  'QuestionnaireResponse',
  'RelatedPerson',
  'ServiceRequest',
  'Specimen',
]);

/** A reference that a repository can resolve where it can be one, else an identifier in a namespace of our own. */
export function rowReference(type: string, id: string): Reference {
  if (FHIR_TYPES.has(type) && isFhirId(id)) return { reference: `${type}/${id}` };
  const identifier = { system: `${PHIELD}:${uriPart(type)}`, value: fhirText(id) };
  return FHIR_TYPES.has(type) ? { type, identifier } : { identifier };
}

/** What kind of row an entity is: FHIR's own code for the type, or one of ours. */
export function rowType(type: string): Coding {
  if (FHIR_TYPES.has(type)) return { system: RESOURCE_TYPES, code: type, display: type };
  return { system: `${PHIELD}:type`, code: uriPart(type) };
}

/** A name that is unique only within the tenant. */
export function named(kind: 'actor' | 'client', tenant: string | null, name: string): Reference {
  return { identifier: { system: `${PHIELD}:${uriPart(tenant ?? 'none')}:${kind}`, value: fhirText(name) } };
}
