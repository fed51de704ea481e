import type { EvidenceItem } from './evidence.ts';

const LABEL = 'verification status ';

/**
 * What stands beside a condition or an allergy that nobody has confirmed: `unconfirmed`, `provisional`,
 * `differential`, `refuted` and whatever else is said. Empty: confirmed, or nothing is said. Lower case.
 * http://hl7.org/fhir/R4/valueset-condition-ver-status.html
 */
export function doubtsOf({
  resourceType,
  text,
}: Pick<EvidenceItem, 'resourceType' | 'text'>): readonly string[] {
  if (resourceType !== 'Condition' && resourceType !== 'AllergyIntolerance') return [];
  return text
    .toLowerCase()
    .split('; ')
    .filter((part) => part.startsWith(LABEL))
    .map((part) => part.slice(LABEL.length))
    .filter((status) => status !== 'confirmed');
}
