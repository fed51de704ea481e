import { fhirInterval } from '../access/fhir-interval.ts';
import { type FhirObject, isObject, objectsOf, textOf } from './fhir-json.ts';

/** Where each type says when it clinically happened, in order of preference. `a.b` steps into an object. */
const DATE_PATHS: Readonly<Record<string, readonly string[]>> = Object.freeze({
  AdverseEvent: ['date', 'detected', 'recordedDate'],
  AllergyIntolerance: ['recordedDate', 'onsetDateTime', 'onsetPeriod.start', 'lastOccurrence'],
  Appointment: ['start', 'created'],
  CarePlan: ['period.start', 'created'],
  CareTeam: ['period.start'],
  Claim: ['billablePeriod.start', 'created'],
  ClaimResponse: ['created'],
  ClinicalImpression: ['effectiveDateTime', 'effectivePeriod.start', 'date'],
  Communication: ['sent', 'received'],
  Composition: ['date'],
  Condition: ['onsetDateTime', 'onsetPeriod.start', 'recordedDate'],
  Consent: ['dateTime', 'provision.period.start'],
  Coverage: ['period.start'],
  DetectedIssue: ['identifiedDateTime', 'identifiedPeriod.start'],
  Device: ['manufactureDate'],
  DeviceRequest: ['occurrenceDateTime', 'occurrencePeriod.start', 'authoredOn'],
  DeviceUseStatement: ['timingDateTime', 'timingPeriod.start', 'recordedOn'],
  DiagnosticReport: ['effectiveDateTime', 'effectivePeriod.start', 'issued'],
  DocumentReference: ['context.period.start', 'date'],
  Encounter: ['period.start', 'period.end'],
  EpisodeOfCare: ['period.start'],
  ExplanationOfBenefit: ['billablePeriod.start', 'created'],
  FamilyMemberHistory: ['date'],
  Flag: ['period.start'],
  Goal: ['startDate', 'statusDate'],
  ImagingStudy: ['started'],
  Immunization: ['occurrenceDateTime', 'recorded'],
  ImmunizationRecommendation: ['date'],
  Media: ['createdDateTime', 'createdPeriod.start', 'issued'],
  MedicationAdministration: ['effectiveDateTime', 'effectivePeriod.start'],
  MedicationDispense: ['whenHandedOver', 'whenPrepared'],
  MedicationRequest: ['authoredOn'],
  MedicationStatement: ['effectiveDateTime', 'effectivePeriod.start', 'dateAsserted'],
  NutritionOrder: ['dateTime'],
  Observation: ['effectiveDateTime', 'effectivePeriod.start', 'effectiveInstant', 'issued'],
  Procedure: ['performedDateTime', 'performedPeriod.start'],
  QuestionnaireResponse: ['authored'],
  RelatedPerson: ['period.start'],
  ResearchSubject: ['period.start'],
  RiskAssessment: ['occurrenceDateTime', 'occurrencePeriod.start'],
  ServiceRequest: ['occurrenceDateTime', 'occurrencePeriod.start', 'authoredOn'],
  Specimen: ['collection.collectedDateTime', 'collection.collectedPeriod.start', 'receivedTime'],
  VisionPrescription: ['dateWritten', 'created'],
});

/** A FHIR date, dateTime or instant (https://hl7.org/fhir/R4/datatypes.html#dateTime) of a day that exists. */
export function isFhirDate(value: string): boolean {
  return fhirInterval(value) !== null;
}

/** The clinically relevant date lists are ordered by, or `null`. A value that is no FHIR date does not count. */
export function rowDate(resource: FhirObject): string | null {
  const type = textOf(resource.resourceType) ?? '';
  const paths = Object.hasOwn(DATE_PATHS, type) ? (DATE_PATHS[type] ?? []) : [];
  for (const path of paths) {
    const value = textOf(at(resource, path));
    if (value !== null && isFhirDate(value)) return value;
  }
  if (type === 'Observation') return timingEvent(resource);
  return null;
}

function at(resource: FhirObject, path: string): unknown {
  let value: unknown = resource;
  for (const step of path.split('.')) value = isObject(value) ? value[step] : undefined;
  return value;
}

/** `effectiveTiming` names its moments as a list; the first counts. */
function timingEvent(resource: FhirObject): string | null {
  const timing = objectsOf([resource.effectiveTiming])[0];
  const events = timing?.event;
  const first = Array.isArray(events) ? textOf(events[0]) : null;
  return first !== null && isFhirDate(first) ? first : null;
}
