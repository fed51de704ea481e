import type { EvidenceItem } from '../../evidence.ts';
import type { UseCaseRule } from '../../use-case.ts';
import { doubtsOf } from '../../verification.ts';
import { citedItems } from './cited-items.ts';

/** http://hl7.org/fhir/R4/valueset-condition-clinical.html: what counts as active is so, or has come back. */
const ACTIVE_CONDITION: readonly string[] = Object.freeze([
  'clinical status active',
  'clinical status recurrence',
  'clinical status relapse',
]);

/** A problem that is over or not confirmed, or a medicine that was stopped, MUST NOT be told as the patient's present state. */
export function activeOnly(sections: readonly string[]): UseCaseRule {
  return Object.freeze({
    name: 'active only',
    refuses: (sentence, { items }) => {
      if (sentence.section === null || !sections.includes(sentence.section)) return null;
      const cited = citedItems(sentence, items);
      if (cited === null) return 'CITATION';
      return cited.every(isActive) ? null : 'UNGROUNDED';
    },
  } satisfies UseCaseRule);
}

/** Whether a condition, allergy or medicine is said to be active, and not in doubt; other kinds have no such state. */
export function isActive(item: Pick<EvidenceItem, 'resourceType' | 'text'>): boolean {
  if (doubtsOf(item).length > 0) return false;
  const { resourceType, text } = item;
  const parts = text.toLowerCase().split('; ');
  if (resourceType === 'Condition' || resourceType === 'AllergyIntolerance')
    return ACTIVE_CONDITION.some((part) => parts.includes(part));
  return resourceType !== 'MedicationRequest' || parts.includes('status active');
}
