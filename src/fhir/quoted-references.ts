import { type FhirObject, objectsOf, referenceOf, textOf } from './fhir-json.ts';
import { ORGANIZATIONAL_TYPES, SUBJECT_ELEMENT } from './resource-types.ts';

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
 * Types whose rows may quote a resource of a type, so that a label it gets later finds them. Of a row: every type,
 * since each is read for `reasonReference`, whatever it points at. Of what belongs to no patient: those that R4 lets
 * quote it, since they are looked for at every patient.
 */
export function quotingTypes(type: string): readonly string[] {
  if (type === 'Medication') return [...MEDICATION_RECORDS, OF_ANYTHING];
  return ORGANIZATIONAL_TYPES.includes(type) ? [OF_ANYTHING] : ROW_TYPES;
}

const ROW_TYPES: readonly string[] = Object.freeze(
  Object.keys(SUBJECT_ELEMENT).filter((type) => type !== 'Patient'),
);
const MEDICATION_RECORDS: readonly string[] = [
  'MedicationRequest',
  'MedicationStatement',
  'MedicationDispense',
  'MedicationAdministration',
];
/** https://hl7.org/fhir/R4/composition-definitions.html#Composition.section.entry */
const OF_ANYTHING = 'Composition';

function ofEveryType(resource: FhirObject): readonly (string | null)[] {
  return objectsOf(resource.reasonReference).map(referenceOf);
}

function ofItsType(resource: FhirObject): readonly (string | null)[] {
  const type = textOf(resource.resourceType) ?? '';
  if (MEDICATION_RECORDS.includes(type)) return [referenceOf(resource.medicationReference)];
  switch (type) {
    case 'Claim':
    case 'ExplanationOfBenefit':
      return [
        ...objectsOf(resource.diagnosis).map((entry) => referenceOf(entry.diagnosisReference)),
        ...objectsOf(resource.procedure).map((entry) => referenceOf(entry.procedureReference)),
      ];
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
    case OF_ANYTHING:
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
