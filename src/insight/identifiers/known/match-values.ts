import type { FoldedText } from '../fold-text.ts';
import type { Word } from '../words.ts';

/** Values to look for, by their letters and digits in lower case. */
export interface ValueIndex<Value> {
  readonly values: ReadonlyMap<string, Value>;
  /** Beginnings of the values: a search stops where none goes on. */
  readonly beginnings: ReadonlySet<string>;
}

export interface ValueMatch<Value> {
  readonly start: number;
  readonly end: number;
  readonly value: Value;
}

/** A value longer than this is looked for by its beginning. */
const LONGEST = 128;

export function indexValues<Value>(entries: Iterable<readonly [string, Value]>): ValueIndex<Value> {
  const values = new Map<string, Value>();
  const beginnings = new Set<string>();
  for (const [compact, value] of entries) {
    const key = compact.slice(0, LONGEST);
    if (key === '') continue;
    if (!values.has(key)) values.set(key, value);
    for (let length = 1; length <= key.length; length += 1) beginnings.add(key.slice(0, length));
  }
  return { values, beginnings };
}

/**
 * The longest value that begins at each word, however it is broken up and joined: by the signs that `gap` allows, at
 * most three in a row. Takes time in proportion to the length of the text.
 * @param canonical how a word is compared
 */
export function matchValues<Value>(
  folded: FoldedText,
  words: readonly Word[],
  index: ValueIndex<Value>,
  gap: RegExp,
  canonical: (lower: string) => string = (lower) => lower,
): readonly ValueMatch<Value>[] {
  const matches: ValueMatch<Value>[] = [];
  if (index.values.size === 0) return matches;
  for (let first = 0; first < words.length; first += 1) {
    const match = longestFrom(first);
    if (match !== null) matches.push(match);
  }
  return matches;

  function longestFrom(first: number): ValueMatch<Value> | null {
    const { start = 0 } = words[first] ?? {};
    let compact = '';
    let end = start;
    let longest: ValueMatch<Value> | null = null;
    for (let at = first; at < words.length; at += 1) {
      const word = words[at];
      if (word === undefined || (at > first && !joins(end, word.start))) break;
      compact += canonical(word.lower);
      if (!index.beginnings.has(compact)) break;
      end = word.end;
      const value = index.values.get(compact);
      if (value !== undefined) longest = { start, end, value };
    }
    return longest;
  }

  function joins(from: number, to: number): boolean {
    return to - from <= 3 && gap.test(folded.text.slice(from, to));
  }
}
