import type { CheckedSentence, Source } from './check.ts';
import { isContent } from './content-words.ts';
import type { Word } from './read-words.ts';

/** Occurrences of one word that are compared; more than this and no position can be told from another. */
const MOST = 64;

/**
 * Whether each content word of the sentence that its quotes hold too bears there what it bears here: the same
 * denial, the same side. Where a word stands several times in the quotes, those with
 * the same neighbour decide, else all of them; they MUST NOT differ among themselves.
 * @param stateOf what a word bears, by index, `''` for nothing
 */
export function bearsTheSame(
  { words, sources }: Pick<CheckedSentence, 'words' | 'sources'>,
  stateOf: (words: readonly Word[]) => readonly string[],
): boolean {
  const here = stateOf(words);
  const there = sources.map((source) => stateOf(source.reading.words));
  return words.every((word, at) => {
    if (!isContent(word)) return true;
    const found = sources.flatMap((source, index) =>
      quotedPlaces(source, word.key).map((place) => ({ words: source.reading.words, place, index })),
    );
    if (found.length === 0) return true;
    const beside = found.filter(({ words: others, place }) => sharesNeighbour(words, at, others, place));
    const isSame = ({ index, place }: (typeof found)[number]) => there[index]?.[place] === here[at];
    return (beside.length > 0 ? beside : found).every(isSame);
  });
}

/** Where a word stands within the quotes of one item. */
export function quotedPlaces({ reading, quoted }: Source, key: string, most = MOST): readonly number[] {
  const places: number[] = [];
  for (const at of reading.places.get(key) ?? []) {
    if (quoted[at] === 1) places.push(at);
    if (places.length === most) break;
  }
  return places;
}

/** The nearest content word within a clause, before (-1) or after (1). Looks no further than a few words. */
export function neighbour(words: readonly Word[], at: number, step: -1 | 1, reach = 4): Word | null {
  for (let next = at + step; Math.abs(next - at) <= reach; next += step) {
    const word = words[next];
    const crossed = words[step === 1 ? next : next + 1];
    if (word === undefined || crossed === undefined || crossed.gap >= 1 || PARTS.has(word.key)) return null;
    if (isContent(word)) return word;
  }
  return null;
}

/** Part what is said of one thing from what is said of the next. */
const PARTS: ReadonlySet<string> = new Set(['and', 'or', 'but', '→', 'then', 'versus']);

export function sharesNeighbour(
  words: readonly Word[],
  at: number,
  others: readonly Word[],
  place: number,
): boolean {
  return ([-1, 1] as const).some((step) => {
    const key = neighbour(words, at, step)?.key;
    return key !== undefined && neighbour(others, place, step)?.key === key;
  });
}
