import type { Check, CheckedSentence } from './check.ts';
import { isContent } from './content-words.ts';
import { groupSpans } from './group-spans.ts';
import { verifyClaims } from './verify-claims.ts';

/** Share of the content words of a sentence that its quotes must hold where a grounding score vouches for the rest. */
const SHARED = 0.6;

/** What no quote says is not said. */
export const support: Check = Object.freeze({
  name: 'support',
  rule: 'A sentence is made of its quotes and neutral connectives; each value with the name it stands with, nothing that denies or qualifies it left behind.',
  refuses: (sentence, { items, mode }) => {
    if (isSupported(sentence, items)) return null;
    return mode === 'scored' && sharesWords(sentence) ? null : 'UNGROUNDED';
  },
} satisfies Check);

function isSupported(
  { cover, words, sources }: CheckedSentence,
  items: Parameters<Check['refuses']>[1]['items'],
): boolean {
  if (cover === null) return false;
  const groups = groupSpans(cover, words, sources);
  return groups !== null && verifyClaims(groups, cover, words, sources, items);
}

/** A sentence of nothing but small words shares nothing. */
function sharesWords({ words, sources }: CheckedSentence): boolean {
  return sharedWords({ words, sources }) >= SHARED;
}

/** 0 to 1. */
export function sharedWords({ words, sources }: Pick<CheckedSentence, 'words' | 'sources'>): number {
  const content = words.filter(isContent);
  const shared = content.filter(({ key }) =>
    sources.some(({ reading, quoted }) => reading.places.get(key)?.some((at) => quoted[at] === 1)),
  );
  return content.length === 0 ? 0 : shared.length / content.length;
}
