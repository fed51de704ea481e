import type { Source } from './check.ts';
import { TURNS } from './cues.ts';
import type { PartVariant } from './part-variants.ts';
import type { ItemPart } from './read-item.ts';
import type { Word } from './read-words.ts';
import { quotedPlaces } from './same-place.ts';

/** Where the words of a span stand in one cited item. Indexes of words, ends exclusive. */
export interface SpanMatch {
  readonly source: number;
  readonly part: ItemPart;
  readonly from: number;
  readonly to: number;
  readonly standsAlone: boolean;
}

/** More places than this and nobody can say which one is meant. */
const PLACES = 64;
/** How often a span of running text is shortened to end before a connective. */
const TRIES = 4;

/** After these a phrase begins. */
const BEGINS: ReadonlySet<string> = new Set(
  'a an the has have with and is was are were her his their my your i he she'.split(' '),
);
/** Before these a phrase has ended. */
const ENDS: ReadonlySet<string> = new Set(
  'with and in on at since for is was are were has have who which because after before while during by'.split(
    ' ',
  ),
);

/** Parts of lines that the sentence says at `at`: all of the greatest length. */
export function partsAt(
  words: readonly Word[],
  at: number,
  sources: readonly Source[],
): readonly SpanMatch[] {
  let longest = 0;
  const matches: SpanMatch[] = [];
  sources.forEach(({ reading, quoted }, source) => {
    const variants = reading.variants.get(words[at]?.key ?? '') ?? [];
    if (variants.length > PLACES) return;
    for (const variant of variants) {
      const length = variant.to - variant.from;
      if (length < longest || !says(words, at, reading.words, variant)) continue;
      if (quoted.subarray(variant.from, variant.to).includes(0)) continue;
      if (length > longest) matches.length = 0;
      longest = length;
      matches.push({ source, ...variant });
    }
  });
  return matches;
}

function says(words: readonly Word[], at: number, item: readonly Word[], { from, to }: PartVariant): boolean {
  for (let offset = 0; offset < to - from; offset += 1) {
    if (words[at + offset]?.key !== item[from + offset]?.key) return false;
  }
  return true;
}

/**
 * The longest stretch of quoted running text that the sentence says at `at`, in every place where it stands. Empty
 * unless it is a phrase in all of them, none of which leaves behind a word that denies or qualifies it.
 * @param stops whether a connective begins at a word
 */
export function phrasesAt(
  words: readonly Word[],
  at: number,
  sources: readonly Source[],
  headings: ReadonlySet<string>,
  stops: (word: number) => boolean,
): readonly SpanMatch[] {
  const runs = runsAt(words, at, sources);
  if (runs.length === 0) return [];
  let length = runs.reduce((most, run) => Math.max(most, run.to - run.from), 0);
  for (let tries = 0; length > 0 && tries < TRIES; tries += 1) {
    const end = length;
    const matches = runs
      .filter(({ from, to }) => to - from >= end)
      .map((run) => ({ ...run, to: run.from + end }));
    if (matches.every((match) => isWhole(match, sources[match.source], headings))) return matches;
    do length -= 1;
    while (length > 0 && !stops(at + length));
  }
  return [];
}

function runsAt(words: readonly Word[], at: number, sources: readonly Source[]): readonly SpanMatch[] {
  const places = sources.flatMap((source, index) =>
    quotedPlaces(source, words[at]?.key ?? '', PLACES + 1).map((from) => ({ source, index, from })),
  );
  if (places.length > PLACES) return [];
  return places.flatMap(({ source: { reading, quoted }, index, from }) => {
    const part = reading.parts.find((one) => one.from <= from && from < one.to);
    if (part?.kind !== 'prose') return [];
    let to = from;
    while (to < part.to && quoted[to] === 1 && words[at + to - from]?.key === reading.words[to]?.key) to += 1;
    return [{ source: index, part, from, to, standsAlone: true }];
  });
}

/** A phrase with all that governs it: bounded by punctuation or small words, no cue cut off on either side. */
function isWhole(
  { from, to, part }: SpanMatch,
  source: Source | undefined,
  headings: ReadonlySet<string>,
): boolean {
  if (source === undefined) return false;
  const { words, cues, cueFrom, cueTo, headingCue } = source.reading;
  const first = words[from];
  const next = words[to];
  const last = words[from - 1]?.key ?? '';
  const opens = from === part.from || (first?.gap ?? 0) >= 1 || BEGINS.has(last) || TURNS.has(last);
  const closes =
    to === part.to || (next?.gap ?? 0) >= 1 || ENDS.has(next?.key ?? '') || TURNS.has(next?.key ?? '');
  if (!opens || !closes) return false;
  if (
    first?.kind !== 'word' &&
    first?.kind !== 'token' &&
    from !== part.from &&
    (first?.gap ?? 0) < 2 &&
    first?.startsLine !== true
  )
    return false;
  for (let at = from; at < to; at += 1) {
    if ((cueTo[at] ?? 0) > 0 && ((cueFrom[at] ?? 0) < from || (cueTo[at] ?? 0) > to)) return false;
    const heading = headingCue[at] ?? -1;
    if (
      heading >= 0 &&
      (cues[heading]?.from ?? 0) < from &&
      !headings.has(`${source.item.number}:${heading}`)
    ) {
      return false;
    }
  }
  return cues.every((cue) => {
    if (cue.from < from || cue.to > to || cue.heading) return true;
    const isAround = cue.reachFrom < cue.from;
    return cue.reachFrom >= from && (isAround ? cue.reachTo <= to : to > cue.to || cue.reachTo === cue.to);
  });
}
