import { findAll, findOnlyKnown } from './find-identifiers.ts';
import { foldText } from './fold-text.ts';
import type { Found } from './found.ts';
import { type FindKnown, prepareKnown } from './known/find-known.ts';
import { findKnownValues, indexOriginals } from './known/find-known-values.ts';
import type { KnownIdentifiers } from './known-identifiers.ts';
import { createTokenNumbers, type Original, type TokenNumbers } from './number-tokens.ts';
import { blankTokens, defuseTokens, TOKEN } from './token-form.ts';
import { wordsOf } from './words.ts';

export interface Tokenised {
  /** In the order given, with `[KIND_n]` in place of each identifier. */
  readonly texts: readonly string[];
  /** Tokens of this call back to what they stand for; once, so that what they stand for is left as it is. */
  readonly restore: (text: string) => string;
  /** What this call knows or has replaced, where it stands in a text as itself. Tokens are none. */
  readonly identifiersIn: (text: string) => readonly Found[];
  /** Whether words stand one after another, however written, in a text of `texts`. */
  readonly shows: (words: string) => boolean;
}

/**
 * Puts tokens in place of identifiers. What is known MUST NOT be left in any common spelling; the same identifier has
 * the same token throughout, told by its letters and digits and where they are parted, and restored as it was first
 * written. Dates other than
 * known ones stay. What looks like a token already is defused first.
 */
export function tokenise(texts: readonly string[], known: KnownIdentifiers): Tokenised {
  const findKnown = prepareKnown(known);
  const numbers = createTokenNumbers();
  const tokenised = texts.map((text) => replaceIn(defuseTokens(text), findKnown, numbers));
  const findReplaced = prepareReplaced(numbers.originals(), findKnown);
  const shown = tokenised.map(wordsOnly).join('\n');
  return Object.freeze({
    texts: Object.freeze(tokenised),
    restore: (text: string) => text.replaceAll(TOKEN, (token) => numbers.original(token) ?? token),
    identifiersIn: (text: string) => findOnlyKnown(blankTokens(text), findReplaced),
    shows: (words: string) => shown.includes(wordsOnly(words)),
  });
}

function replaceIn(text: string, findKnown: FindKnown, numbers: TokenNumbers): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, kind } of findAll(text, findKnown)) {
    parts.push(text.slice(at, start), numbers.token(kind, text.slice(start, end)));
    at = end;
  }
  return parts.join('') + text.slice(at);
}

function prepareReplaced(originals: readonly Original[], findKnown: FindKnown): FindKnown {
  const index = indexOriginals(originals);
  return (folded, words) => [...findKnown(folded, words), ...findKnownValues(folded, words, index)];
}

function wordsOnly(text: string): string {
  return ` ${wordsOf(foldText(text))
    .map(({ lower }) => lower)
    .join(' ')} `;
}
