import type { Check, CheckContext, CheckedSentence } from './check.ts';
import { isContent } from './content-words.ts';
import type { Cover } from './cover.ts';
import { groupSpans } from './group-spans.ts';
import { quotedPlaces } from './same-place.ts';
import { verifyClaims } from './verify-claims.ts';

/** Share of the content words of a sentence that its quotes must hold where a grounding score vouches for the rest. */
const SHARED = 0.6;

/** What no quote says is not said. */
export const support: Check = Object.freeze({
  name: 'support',
  rule: 'A sentence is made of its quotes and neutral connectives; each value with the name it stands with, nothing that denies or qualifies it left behind.',
  refuses: (sentence, context) => {
    const { mode } = context;
    if (sentence.cover !== null)
      return isPutTogether(sentence, sentence.cover, context) ? null : 'UNGROUNDED';
    return mode === 'scored' && namesNobodyElse(sentence) && sharedWords(sentence) >= SHARED
      ? null
      : 'UNGROUNDED';
  },
} satisfies Check);

/** Quotes and connectives alone MUST be put together as the records have them, whatever a score says. */
function isPutTogether({ words, sources }: CheckedSentence, cover: Cover, context: CheckContext): boolean {
  const groups = groupSpans(cover, words, sources);
  return groups !== null && verifyClaims(groups, cover, words, sources, context);
}

/** A token stands for one person or number; which one is for the quotes to say. */
function namesNobodyElse({ words, sources }: CheckedSentence): boolean {
  return words.every(
    ({ kind, key }) => kind !== 'token' || sources.some((source) => quotedPlaces(source, key, 1).length > 0),
  );
}

/** Share of the content words that quotes hold too, 0 to 1; a sentence of small words alone shares nothing. */
export function sharedWords({ words, sources }: Pick<CheckedSentence, 'words' | 'sources'>): number {
  const content = words.filter(isContent);
  const shared = content.filter(({ key }) =>
    sources.some((source) => quotedPlaces(source, key, 1).length > 0),
  );
  return content.length === 0 ? 0 : shared.length / content.length;
}
