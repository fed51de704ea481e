import { CONDITION_CATEGORIES, OBSERVATION_CATEGORIES, REPORT_CATEGORIES } from './category-codes.ts';
import { codingsOf, type FhirObject, objectsOf, textOf } from './fhir-json.ts';

/** What a type is by itself, where no element of the resource says more. */
const FIXED: Readonly<Record<string, readonly string[]>> = Object.freeze({
  AllergyIntolerance: ['ALLERGY'],
  Appointment: ['ENCOUNTER'],
  CarePlan: ['CARE_PLAN'],
  CareTeam: ['CARE_TEAM'],
  Claim: ['BILLING'],
  ClaimResponse: ['BILLING'],
  Consent: ['CONSENT'],
  Coverage: ['COVERAGE'],
  Device: ['DEVICE'],
  DeviceRequest: ['DEVICE'],
  DeviceUseStatement: ['DEVICE'],
  Encounter: ['ENCOUNTER'],
  EpisodeOfCare: ['ENCOUNTER'],
  ExplanationOfBenefit: ['BILLING'],
  Goal: ['CARE_PLAN'],
  ImagingStudy: ['IMAGING'],
  Immunization: ['IMMUNIZATION'],
  ImmunizationRecommendation: ['IMMUNIZATION'],
  MedicationAdministration: ['MEDICATION'],
  MedicationDispense: ['MEDICATION'],
  MedicationRequest: ['MEDICATION'],
  MedicationStatement: ['MEDICATION'],
  MolecularSequence: ['GENOMIC'],
  Procedure: ['PROCEDURE'],
  QuestionnaireResponse: ['SURVEY'],
  Specimen: ['LAB'],
});

/**
 * PhiCategory codes of one row, sorted; empty means OTHER (design §4: several must all permit, none or
 * unknown is OTHER). Codings inside one CodeableConcept are translations of each other, so a concept
 * counts as unknown only when none of its codings is known; an unknown concept beside a known one adds
 * OTHER, since what it says might be the stricter half.
 */
export function rowCategories(resource: FhirObject): readonly string[] {
  const type = textOf(resource.resourceType) ?? '';
  switch (type) {
    case 'Observation':
      return fromConcepts(resource, OBSERVATION_CATEGORIES, []);
    case 'Condition':
      // A Condition that carries no category at all is by its type what PROBLEM means (standards §2 maps
      // the type itself); one whose category says something unknown stays OTHER.
      return fromConcepts(resource, CONDITION_CATEGORIES, ['PROBLEM']);
    case 'DiagnosticReport':
      return fromConcepts(resource, REPORT_CATEGORIES, []);
    case 'DocumentReference':
    case 'Composition':
      return isPsychotherapyNote(resource) ? ['PSYCHOTHERAPY_NOTE'] : ['CLINICAL_NOTE'];
    default:
      return Object.hasOwn(FIXED, type) ? (FIXED[type] ?? []) : [];
  }
}

function fromConcepts(
  resource: FhirObject,
  known: ReadonlyMap<string, readonly string[]>,
  whenAbsent: readonly string[],
): readonly string[] {
  const concepts = objectsOf(resource.category);
  if (concepts.length === 0) return resource.category === undefined ? whenAbsent : [];
  const found = new Set<string>();
  let unknown = false;
  for (const concept of concepts) {
    const categories = codingsOf(concept).flatMap(
      ({ system, code }) => known.get(`${system ?? ''}|${code}`) ?? [],
    );
    if (categories.length === 0) unknown = true;
    for (const category of categories) found.add(category);
  }
  if (found.size === 0) return [];
  if (unknown) found.add('OTHER');
  return [...found].sort();
}

/**
 * Psychotherapy notes (45 CFR 164.501) by the sensitivity label PSYTHPN or by what the note calls itself.
 * The words are matched loosely on purpose: a note taken for one wrongly is withheld, never disclosed.
 */
function isPsychotherapyNote(resource: FhirObject): boolean {
  const meta = resource.meta;
  const labelled = [
    ...codingsOf({
      coding: typeof meta === 'object' && meta !== null && 'security' in meta ? meta.security : [],
    }),
    ...objectsOf(resource.securityLabel).flatMap(codingsOf),
  ].some((coding) => coding.code === 'PSYTHPN');
  if (labelled) return true;
  const concepts = [resource.type, ...objectsOf(resource.category)];
  return concepts.some((concept) => {
    const words = codingsOf(concept).map((coding) => `${coding.code} ${coding.display ?? ''}`);
    const text = typeof concept === 'object' && concept !== null && 'text' in concept ? concept.text : '';
    return /psychotherap/i.test(`${words.join(' ')} ${textOf(text) ?? ''}`);
  });
}
