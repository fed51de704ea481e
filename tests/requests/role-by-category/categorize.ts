import { codingsOf } from './elements.ts';
import type { Json } from './fhir-source.ts';
import { objects } from './fhir-source.ts';

const OBSERVATION = 'http://terminology.hl7.org/CodeSystem/observation-category';
const CONDITION = 'http://terminology.hl7.org/CodeSystem/condition-category';
const SECTION = 'http://terminology.hl7.org/CodeSystem/v2-0074';

/** The codes that these files use, as standards and access matrix read them; any other code is OTHER. */
const CATEGORY: Readonly<Record<string, string>> = {
  [`${OBSERVATION}|laboratory`]: 'LAB',
  [`${OBSERVATION}|vital-signs`]: 'VITAL_SIGNS',
  [`${OBSERVATION}|social-history`]: 'SOCIAL_HISTORY',
  [`${OBSERVATION}|survey`]: 'SURVEY',
  [`${OBSERVATION}|imaging`]: 'IMAGING',
  [`${CONDITION}|encounter-diagnosis`]: 'DIAGNOSIS',
  [`${CONDITION}|problem-list-item`]: 'PROBLEM',
  [`${SECTION}|LAB`]: 'LAB',
  [`${SECTION}|RAD`]: 'IMAGING',
  [`${SECTION}|GE`]: 'GENOMIC',
  'http://hl7.org/fhir/us/core/CodeSystem/us-core-category|sdoh': 'SDOH',
};

/** The one category of a row, or `null` where its type has no categories of its own. */
export function categoryOf(row: Json): string | null {
  const codes = objects(row.category).flatMap(codingsOf);
  switch (row.resourceType) {
    case 'Condition':
      return codes.length === 0 ? 'PROBLEM' : known(codes);
    case 'Observation':
    case 'DiagnosticReport':
      return known(codes);
    case 'DocumentReference':
      return codingsOf(row.type).some(({ display }) => /psychotherapy/i.test(String(display)))
        ? 'PSYCHOTHERAPY_NOTE'
        : 'CLINICAL_NOTE';
    default:
      return null;
  }
}

function known(codes: readonly Json[]): string {
  const [only] = codes;
  return CATEGORY[`${String(only?.system)}|${String(only?.code)}`] ?? 'OTHER';
}
