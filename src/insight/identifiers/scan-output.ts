import { findAll } from './find-identifiers.ts';
import type { Found } from './found.ts';
import { mergeFound } from './merge-found.ts';
import { blankTokens } from './token-form.ts';
import type { Tokenised } from './tokenise.ts';

/**
 * Identifiers in what a model wrote that were not in what it was shown: what stands behind a token, what is known of
 * the record, and whatever else looks like one. Tokens are fine, and so is what evidence itself says.
 * @param text with tokens, before they are restored
 */
export function scanOutput(text: string, tokenised: Tokenised): readonly Found[] {
  const found = mergeFound([...tokenised.identifiersIn(text), ...findAll(blankTokens(text), () => [])]);
  return found.filter(({ start, end }) => !tokenised.shows(text.slice(start, end)));
}
