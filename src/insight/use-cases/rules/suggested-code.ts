import type { EvidenceItem } from '../../evidence.ts';
import type { OutputCitation } from '../../output.ts';
import type { UseCaseRule } from '../../use-case.ts';
import { doubtsOf } from '../../verification.ts';
import { descriptionAgrees } from '../description-agrees.ts';

/**
 * A suggested code is in the loaded code set, is billable, and is described by a passage that is cited. The sentence is
 * that passage and no other words: whatever a describing quote stood beside would be told with it. Without a code set
 * nothing is suggested.
 */
export const suggestedCode: UseCaseRule = Object.freeze({
  name: 'suggested code',
  refuses: ({ text, code, citations }, { codes, items }) => {
    if (code === null || codes === null) return 'CITATION';
    const found = codes.find(code);
    if (found === null || !found.billable || found.code !== code) return 'CITATION';
    const isPassage = citations.every((citation) =>
      [citation.quote, passageOf(citation, items)].some((passage) => bare(passage) === bare(text)),
    );
    if (!isPassage || !isOneSentence(text)) return 'CITATION';
    // ICD-10-CM IV.H: what is not confirmed is not coded.
    if (items.some((item) => doubtsOf(item).length > 0 && citations.some((one) => one.item === item.number)))
      return 'CITATION';
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

/** Without the mark that ends it and the white space in it. */
function bare(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[.!?]$/, '');
}

function isOneSentence(text: string): boolean {
  return (
    [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)].filter(({ segment }) =>
      /[\p{L}\p{N}]/u.test(segment),
    ).length === 1
  );
}
