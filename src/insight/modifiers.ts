/**
 * Elements that change what their record means (FHIR R4 2.1.3.0.4, `isModifier`), each with the values by which the
 * record is no evidence at all. Sources that read a record MUST select every one of these that its type has: without
 * it, what is prohibited, refuted or taken back reads as if it were so.
 */
export const UNSAID_WITH: Readonly<Record<string, readonly string[]>> = Object.freeze({
  'AllergyIntolerance.clinicalStatus': [],
  'AllergyIntolerance.verificationStatus': ['entered-in-error'],
  'Appointment.status': ['entered-in-error'],
  'Condition.clinicalStatus': [],
  'Condition.verificationStatus': ['entered-in-error'],
  'Coverage.status': ['entered-in-error'],
  'DocumentReference.status': ['superseded', 'entered-in-error'],
  'Encounter.status': ['cancelled', 'entered-in-error'],
  'Immunization.status': ['entered-in-error'],
  'MedicationRequest.doNotPerform': ['true'],
  'MedicationRequest.intent': ['proposal', 'option'],
  'MedicationRequest.status': ['entered-in-error'],
  'Observation.status': ['entered-in-error'],
  'Procedure.status': ['entered-in-error'],
});

/** Read for what they rule out; where they rule out nothing, a line has no word of them. */
const SILENT: ReadonlySet<string> = new Set([
  'DocumentReference.status',
  'Encounter.status',
  'MedicationRequest.doNotPerform',
  'MedicationRequest.intent',
]);

export function isSilent(coordinate: string): boolean {
  return SILENT.has(coordinate);
}

/** Whether a modifier's value says that its record is not to be taken as said. */
export function saysNotSo(coordinate: string, text: string): boolean {
  return UNSAID_WITH[coordinate]?.includes(text.toLowerCase()) === true;
}
