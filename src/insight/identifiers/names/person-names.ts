import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { foldText } from '../fold-text.ts';
import { COMMONEST_WORDS, ORDINARY_WORDS } from './ordinary-words.ts';

/**
 * What the dictionary says of a word. `name`: one, and no ordinary word. `both`: Rose, Grant, Cook. `word`: no name.
 * `unknown`: in no list, as most names of the world and most drugs are.
 */
export type NameClass = 'name' | 'both' | 'word' | 'unknown';

const NAMES = readNames();

/** @param lower folded, in lower case, of letters only */
export function classOf(lower: string): NameClass {
  const ordinary = ORDINARY_WORDS.has(lower);
  if (NAMES.has(lower)) return ordinary ? 'both' : 'name';
  return ordinary || isInflected(lower) ? 'word' : 'unknown';
}

/** Names in use as everyday words most of all: `May`, `Will`, `Long`. */
export function isEveryday(lower: string): boolean {
  return COMMONEST_WORDS.has(lower);
}

function isInflected(lower: string): boolean {
  return lower.endsWith('s') && ORDINARY_WORDS.has(lower.slice(0, -1));
}

/** First and last names in use in the United States and beyond, 39,000. */
function readNames(): ReadonlySet<string> {
  const folder = import.meta.resolve('@cspell/dict-people-names/cspell-ext.json');
  const lines = readFileSync(fileURLToPath(new URL('./dict/people-names.txt', folder)), 'utf8').split('\n');
  return new Set(
    lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => foldText(line).lower),
  );
}
