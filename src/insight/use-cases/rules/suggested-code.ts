import type { UseCaseRule } from '../../use-case.ts';
import { descriptionAgrees } from '../description-agrees.ts';

/**
 * A suggested code is in the loaded code set, is billable, and is described by a passage that is cited. Without a
 * code set nothing is suggested.
 */
export const suggestedCode: UseCaseRule = Object.freeze({
  name: 'suggested code',
  refuses: ({ code, citations }, { codes }) => {
    if (code === null || codes === null) return 'CITATION';
    const found = codes.find(code);
    if (found === null || !found.billable || found.code !== code) return 'CITATION';
    return citations.some(({ quote }) => descriptionAgrees(found.description, quote)) ? null : 'CITATION';
  },
} satisfies UseCaseRule);
