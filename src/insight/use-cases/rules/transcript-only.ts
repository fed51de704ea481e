import type { UseCaseRule } from '../../use-case.ts';
import { citedItems } from './cited-items.ts';

/** A note of a visit says what was said at the visit: each sentence cites turns and nothing else. */
export const transcriptOnly: UseCaseRule = Object.freeze({
  name: 'transcript only',
  refuses: (sentence, { items }) => {
    const cited = citedItems(sentence, items);
    return cited?.every(({ resourceType }) => resourceType === 'Transcript') ? null : 'CITATION';
  },
} satisfies UseCaseRule);
