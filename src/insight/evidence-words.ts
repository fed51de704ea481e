/**
 * Words before a value in a line of evidence. A coordinate that is not listed stands without any; `null`: it is no
 * text for a model, it only tells which rows belong together.
 */
export const WORDS: Readonly<Record<string, string | null>> = Object.freeze({
  'Condition.clinicalStatus': 'clinical status',
  'Condition.verificationStatus': 'verification status',
  'Condition.onsetDateTime': 'onset',
  'Condition.recordedDate': 'recorded',
  'Condition.encounter': null,
  'MedicationRequest.status': 'status',
  'MedicationRequest.authoredOn': 'authored',
  'MedicationRequest.reasonCode': 'reason',
  'AllergyIntolerance.clinicalStatus': 'clinical status',
  'AllergyIntolerance.verificationStatus': 'verification status',
  'AllergyIntolerance.criticality': 'criticality',
  'AllergyIntolerance.reaction': 'reaction',
  'Observation.effectiveDateTime': 'effective',
  'Observation.interpretation': 'interpretation',
  'Observation.referenceRange': 'reference range',
  'Observation.status': 'status',
  'Immunization.status': 'status',
  'Immunization.occurrenceDateTime': 'occurrence',
  'Procedure.status': 'status',
  'Procedure.performedDateTime': 'performed',
  'Procedure.performedPeriod': 'performed',
  'Procedure.encounter': null,
  'Encounter.reasonCode': 'reason',
  'Coverage.status': 'status',
  'DocumentReference.encounter': null,
  'Appointment.status': 'status',
  'Appointment.start': 'from',
  'Appointment.end': 'to',
});

/** What dates a record, the first that is there. */
export const DATED_BY: readonly string[] = Object.freeze([
  ...['effectiveDateTime', 'authoredOn', 'onsetDateTime', 'recordedDate', 'occurrenceDateTime'],
  ...['performedDateTime', 'performedPeriod', 'period', 'date', 'start'],
]);
