import type { EvidenceItem } from '../../evidence.ts';
import type { UseCaseRule } from '../../use-case.ts';
import { citedItems } from './cited-items.ts';

/**
 * Only about the observation that was asked about, which MUST be the first item, and other results of the same
 * test. `text` of an item begins with the name of the test.
 */
export const oneObservation: UseCaseRule = Object.freeze({
  name: 'one observation',
  refuses: (sentence, { items }) => {
    const asked = items[0];
    const cited = citedItems(sentence, items);
    if (asked === undefined || cited === null) return 'CITATION';
    return cited.every((item) => sameTest(item, asked)) ? null : 'OUT_OF_SCOPE';
  },
} satisfies UseCaseRule);

/** Results of one test, by its name as the record has it. */
export function sameTest(
  one: Pick<EvidenceItem, 'resourceType' | 'text'>,
  other: Pick<EvidenceItem, 'resourceType' | 'text'>,
): boolean {
  return (
    one.resourceType === 'Observation' &&
    other.resourceType === 'Observation' &&
    nameOf(one) === nameOf(other)
  );
}

function nameOf({ text }: Pick<EvidenceItem, 'text'>): string {
  return (text.split('; ', 1)[0] ?? '').trim().toLowerCase();
}
