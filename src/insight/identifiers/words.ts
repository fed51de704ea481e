import type { FoldedText } from './fold-text.ts';

/** A run of letters, or a run of digits, of a folded text. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly lower: string;
}

/** In scripts that put no space between words, each sign is a word. */
const WORD = /[\p{L}--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]]+|\p{L}|\p{N}+/gv;

/** Letters and digits stand in words of their own: `MRN123` is two. */
export function wordsOf(folded: FoldedText): readonly Word[] {
  const words: Word[] = [];
  for (const match of folded.lower.matchAll(WORD)) {
    words.push({ start: match.index, end: match.index + match[0].length, lower: match[0] });
  }
  return words;
}

/** Letters and digits of a value, as they are compared: `+1 (555) 010-4477` is `15550104477`. */
export function compactOf(lower: string): string {
  return lower.replaceAll(/[^\p{L}\p{N}]+/gu, '');
}
