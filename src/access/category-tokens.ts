const THO = 'http://terminology.hl7.org/CodeSystem';
const US_CORE = 'http://hl7.org/fhir/us/core/CodeSystem';

/** `system|code` to the PhiCategory it means. */
export type CategoryTokens = Readonly<Record<string, string>>;

/** The same codes under several addresses of their code system. */
export function categoryTokens(
  systems: readonly string[],
  codes: Readonly<Record<string, string>>,
): CategoryTokens {
  return Object.freeze(
    Object.fromEntries(
      systems.flatMap((system) =>
        Object.entries(codes).map(([code, category]) => [`${system}|${code}`, category]),
      ),
    ),
  );
}

/** The R4 and STU3 addresses of the same code system; both are met in exports. */
export const OBSERVATION_SYSTEMS: readonly string[] = Object.freeze([
  `${THO}/observation-category`,
  'http://hl7.org/fhir/observation-category',
]);

export const OBSERVATION_TOKENS = categoryTokens(OBSERVATION_SYSTEMS, {
  laboratory: 'LAB',
  'vital-signs': 'VITAL_SIGNS',
  'social-history': 'SOCIAL_HISTORY',
  survey: 'SURVEY',
  imaging: 'IMAGING',
});

export const CONDITION_TOKENS: CategoryTokens = Object.freeze({
  ...categoryTokens([`${THO}/condition-category`, 'http://hl7.org/fhir/condition-category'], {
    'problem-list-item': 'PROBLEM',
    'encounter-diagnosis': 'DIAGNOSIS',
  }),
  ...categoryTokens([`${US_CORE}/condition-category`], { 'health-concern': 'PROBLEM' }),
});

export const SDOH_TOKENS = categoryTokens([`${US_CORE}/us-core-category`, `${US_CORE}/us-core-tags`], {
  sdoh: 'SDOH',
});

export const NOTE_TOKENS = categoryTokens([`${US_CORE}/us-core-documentreference-category`], {
  'clinical-note': 'CLINICAL_NOTE',
});

/** HL7 table 0074, diagnostic service section: the sections that are a category as a whole. */
export const SECTION_SYSTEM = `${THO}/v2-0074`;
const SECTION_TOKENS = categoryTokens([SECTION_SYSTEM], { LAB: 'LAB', GE: 'GENOMIC' });

/**
 * What a granular scope may name, by FHIR type (SMART App Launch 2.2; US Core, "SMART on FHIR obligations and
 * capabilities"). Only tokens that mean a category as a whole: one for a part of it would reach rows that the scope
 * does not name. What a token means on one type it does not mean on another.
 */
export const SCOPE_TOKENS: ReadonlyMap<string, CategoryTokens> = new Map([
  ['Observation', { ...OBSERVATION_TOKENS, ...SECTION_TOKENS, ...SDOH_TOKENS }],
  ['Condition', { ...CONDITION_TOKENS, ...SDOH_TOKENS }],
  ['DiagnosticReport', { ...OBSERVATION_TOKENS, ...SECTION_TOKENS, ...NOTE_TOKENS }],
  ['DocumentReference', NOTE_TOKENS],
]);
