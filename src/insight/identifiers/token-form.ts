import { IDENTIFIER_KINDS } from './found.ts';

const KINDS = IDENTIFIER_KINDS.join('|');

/** What stands in place of an identifier: `[NAME_1]`. */
export const TOKEN = new RegExp(`\\[(?:${KINDS})_\\d+\\]`, 'g');

/** What would be read as a token: also in other letters, or with invisible ones between. */
const SEEMING = /[[\uFF3B]([\p{L}\p{M}\p{Cf} ]{1,24}[_\uFF3F][\p{N}\p{Cf} ]{1,12})[\]\uFF3D]/gu;

/** A text that looks like a token but is none of ours gets parentheses for brackets. */
export function defuseTokens(text: string): string {
  return text.replaceAll(SEEMING, '($1)');
}

/** Tokens blanked out, so that what is searched keeps its places and tokens are no finding. */
export function blankTokens(text: string): string {
  return text.replaceAll(TOKEN, (token) => ' '.repeat(token.length));
}
