import { type FhirObject, objectsOf, referenceOf } from './fhir-json.ts';

/**
 * What a row tells of other rows by what it is about: the row takes the highest mark of what it holds (standards §4).
 * One step: what a quoted row itself quotes has labelled that row already. Contained resources are not here.
 */
export function quotedReferences(resource: FhirObject): readonly string[] {
  const found = [...ofEveryType(resource), ...ofItsType(resource)];
  return [
    ...new Set(found.filter((reference) => reference !== null).filter((each) => !each.startsWith('#'))),
  ];
}

/**
 * Types whose rows may quote a row of a type, so that a label that row gets later finds them. Empty: nothing quotes it.
 */
export function quotingTypes(type: string): readonly string[] {
  return Object.hasOwn(QUOTED_BY, type) ? (QUOTED_BY[type] ?? []) : [];
}

const WITH_REASONS: readonly string[] = [
  'Appointment',
  'CareTeam',
  'DeviceRequest',
  'DeviceUseStatement',
  'Encounter',
  'Immunization',
  'MedicationAdministration',
  'MedicationRequest',
  'MedicationStatement',
  'Procedure',
  'ServiceRequest',
];
const BILLS: readonly string[] = ['Claim', 'ExplanationOfBenefit'];
const PLANS: readonly string[] = ['CarePlan', 'Goal'];

const QUOTED_BY: Readonly<Record<string, readonly string[]>> = Object.freeze({
  Condition: [...BILLS, ...WITH_REASONS, ...PLANS, 'Composition', 'EpisodeOfCare'],
  Procedure: [...BILLS, ...WITH_REASONS, 'Composition'],
  Observation: [...WITH_REASONS, ...PLANS, 'Composition', 'DiagnosticReport', 'Observation'],
  DiagnosticReport: [...WITH_REASONS, 'Composition'],
  ImagingStudy: ['Composition', 'DiagnosticReport', 'Observation'],
  AllergyIntolerance: ['Composition'],
  Immunization: ['Composition'],
  MedicationRequest: ['Composition'],
  MedicationStatement: ['Composition'],
});

function ofEveryType(resource: FhirObject): readonly (string | null)[] {
  return objectsOf(resource.reasonReference).map(referenceOf);
}

function ofItsType(resource: FhirObject): readonly (string | null)[] {
  switch (resource.resourceType) {
    case 'Claim':
    case 'ExplanationOfBenefit':
      return [
        ...objectsOf(resource.diagnosis).map((entry) => referenceOf(entry.diagnosisReference)),
        ...objectsOf(resource.procedure).map((entry) => referenceOf(entry.procedureReference)),
      ];
    case 'MedicationRequest':
    case 'MedicationStatement':
    case 'MedicationDispense':
    case 'MedicationAdministration':
      return [referenceOf(resource.medicationReference)];
    case 'Encounter':
    case 'EpisodeOfCare':
      return objectsOf(resource.diagnosis).map((entry) => referenceOf(entry.condition));
    case 'DiagnosticReport':
      return [...objectsOf(resource.result), ...objectsOf(resource.imagingStudy)].map(referenceOf);
    case 'Observation':
      return [...objectsOf(resource.hasMember), ...objectsOf(resource.derivedFrom)].map(referenceOf);
    case 'CarePlan':
    case 'Goal':
      return objectsOf(resource.addresses).map(referenceOf);
    case 'Composition':
      return sectionEntries(resource.section);
    default:
      return [];
  }
}

/** Sections stand within sections, to any depth an input may have; nor is it known how many entries one has. */
function sectionEntries(sections: unknown): readonly (string | null)[] {
  const waiting = [...objectsOf(sections)];
  const found: (string | null)[] = [];
  for (let section = waiting.pop(); section !== undefined; section = waiting.pop()) {
    for (const entry of objectsOf(section.entry)) found.push(referenceOf(entry));
    for (const inner of objectsOf(section.section)) waiting.push(inner);
  }
  return found;
}
