import { affirmedText } from './affirmed-text.ts';

/** Words of a description that say how much is known, not what is the matter. */
const SAYS_LITTLE: ReadonlySet<string> = new Set(
  'unspecified other specified not elsewhere classified and or of the a an in on by to for with due site organism nos nec initial encounter disorder'.split(
    ' ',
  ),
);
/** `without foreign body of unspecified hand`: what is said not to be ends where the site begins. */
const WITHOUT = /\bwithout\b[^,]*?(?=,| of | in | to | with |$)/;
const COMPLICATED = /\b(?:with|due to|secondary to|complicat\w+)\b/;
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * Whether a passage speaks for a code: every word of the code's description that says something stands in one
 * part of the passage that affirms it. Parentheses hold words that may be left out (ICD-10-CM conventions, I.A.7).
 */
export function descriptionAgrees(description: string, passage: string): boolean {
  const lower = description.toLowerCase();
  const words = telling(lower.replace(WITHOUT, ''));
  if (words.length === 0) return false;
  return affirmedText(passage, new Set(words)).some((affirmed) => {
    if (WITHOUT.test(lower) && COMPLICATED.test(affirmed)) return false;
    const said = new Set((affirmed.match(WORD) ?? []).map(singular));
    return words.every((word) => said.has(word));
  });
}

/** The words of a description that must be said, each once, singular, lower case. */
export function telling(description: string): readonly string[] {
  const bare = description.toLowerCase().replace(/\([^)]*\)/g, ' ');
  return [...new Set((bare.match(WORD) ?? []).filter((word) => !SAYS_LITTLE.has(word)).map(singular))];
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') && !word.endsWith('is')
    ? word.slice(0, -1)
    : word;
}
