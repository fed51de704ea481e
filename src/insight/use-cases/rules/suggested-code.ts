import type { EvidenceItem } from '../../evidence.ts';
import type { OutputCitation } from '../../output.ts';
import type { UseCaseRule } from '../../use-case.ts';
import { descriptionAgrees } from '../description-agrees.ts';

/**
 * A suggested code is in the loaded code set, is billable, and is described by a passage that is cited. Without a
 * code set nothing is suggested.
 */
export const suggestedCode: UseCaseRule = Object.freeze({
  name: 'suggested code',
  refuses: ({ code, citations }, { codes, items }) => {
    if (code === null || codes === null) return 'CITATION';
    const found = codes.find(code);
    if (found === null || !found.billable || found.code !== code) return 'CITATION';
    return citations.some((citation) => descriptionAgrees(found.description, passageOf(citation, items)))
      ? null
      : 'CITATION';
  },
} satisfies UseCaseRule);

/** Of a condition its name: that it is over by now does not undo that it was so at the encounter. */
function passageOf({ item: number, quote }: OutputCitation, items: readonly EvidenceItem[]): string {
  const isCondition = items.find((item) => item.number === number)?.resourceType === 'Condition';
  return isCondition ? (quote.split('; ', 1)[0] ?? '') : quote;
}
