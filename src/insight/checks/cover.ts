import type { CriterionStatus } from '../output.ts';
import type { Source } from './check.ts';
import { CLAIMS, CONNECTIVES, SEPARATORS } from './connectives.ts';
import { partsAt, phrasesAt, type SpanMatch } from './find-spans.ts';
import type { Word } from './read-words.ts';

/** Words of a sentence that a quote says. Indexes of words, end exclusive. */
export interface CoverSpan {
  readonly from: number;
  readonly to: number;
  /** Every place where they stand, all in quotes of the sentence. */
  readonly matches: readonly SpanMatch[];
}

/** What a connective does. */
export type LinkRole = 'neutral' | 'separator' | 'count' | 'above' | 'below' | 'within' | 'latest' | 'status';

export interface CoverLink {
  readonly from: number;
  readonly to: number;
  readonly role: LinkRole;
}

/** A sentence taken apart, in order, without a rest. */
export interface Cover {
  readonly spans: readonly CoverSpan[];
  readonly links: readonly CoverLink[];
}

interface Phrase {
  readonly words: readonly string[];
  readonly role: LinkRole;
  /** The status that a sentence MUST have for the phrase to stand in it. */
  readonly status: CriterionStatus | null;
}

const PHRASES: ReadonlyMap<string, readonly Phrase[]> = compile();

/**
 * Takes a sentence apart into spans of its quotes and connectives, at each word the longest that fits. `null`: some
 * word is neither.
 */
export function findCover(
  words: readonly Word[],
  sources: readonly Source[],
  status: CriterionStatus | null,
): Cover | null {
  const spans: CoverSpan[] = [];
  const links: CoverLink[] = [];
  const headings = new Set<string>();
  for (let at = 0; at < words.length; ) {
    const link = linkAt(words, at, status);
    const parts = partsAt(words, at, sources);
    const phrases = phrasesAt(words, at, sources, headings, (word) => linkAt(words, word, status) !== null);
    const matches = lengthOf(parts) >= lengthOf(phrases) ? parts : phrases;
    const length = lengthOf(matches);
    if (link !== null && link.to - at > length) {
      links.push(link);
      at = link.to;
    } else if (length > 0) {
      spans.push({ from: at, to: at + length, matches });
      noteHeadings(matches, sources, headings);
      at += length;
    } else return null;
  }
  return { spans, links };
}

function lengthOf([match]: readonly SpanMatch[]): number {
  return match === undefined ? 0 : match.to - match.from;
}

/** A heading that the sentence has said reaches on to what it says of the lines below. */
function noteHeadings(
  matches: readonly SpanMatch[],
  sources: readonly Source[],
  headings: Set<string>,
): void {
  for (const { source, from, to } of matches) {
    const { item, reading } = sources[source] ?? {};
    reading?.cues.forEach((cue, index) => {
      if (cue.heading && cue.from >= from && cue.to <= to) headings.add(`${item?.number}:${index}`);
    });
  }
}

function linkAt(words: readonly Word[], at: number, status: CriterionStatus | null): CoverLink | null {
  const first = words[at];
  if (first?.kind === 'number') {
    const isCount = CLAIMS.counted.includes(words[at + 1]?.key ?? '');
    return isCount ? { from: at, to: at + 2, role: 'count' } : null;
  }
  const phrase = PHRASES.get(first?.key ?? '')?.find(
    (one) =>
      (one.status === null || one.status === status) &&
      one.words.every((word, index) => words[at + index]?.key === word),
  );
  return phrase === undefined ? null : { from: at, to: at + phrase.words.length, role: phrase.role };
}

/** Longest first. */
function compile(): ReadonlyMap<string, readonly Phrase[]> {
  const byFirst = new Map<string, Phrase[]>();
  const add = (texts: readonly string[], role: LinkRole, status: CriterionStatus | null = null) => {
    for (const text of texts) {
      const words = text.split(' ');
      const key = words[0] ?? '';
      byFirst.set(key, [...(byFirst.get(key) ?? []), { words, role, status }]);
    }
  };
  add(CLAIMS.above, 'above');
  add(CLAIMS.below, 'below');
  add(CLAIMS.within, 'within');
  add(CLAIMS.latest, 'latest');
  add(CLAIMS.MET, 'status', 'MET');
  add(CLAIMS.NOT_MET, 'status', 'NOT_MET');
  add(CLAIMS.NOT_IN_RECORD, 'status', 'NOT_IN_RECORD');
  add(SEPARATORS, 'separator');
  add(CONNECTIVES, 'neutral');
  for (const phrases of byFirst.values()) phrases.sort((a, b) => b.words.length - a.words.length);
  return byFirst;
}
