import type { DiagnosisCode } from '../code-set.ts';
import { at, type CodeIndex, RESIDUAL } from './code-index.ts';
import { type PhraseTable, type SaidPlace, saidPlaces } from './said-places.ts';
import { speakingSegments } from './speaking-segments.ts';
import { weighCode } from './weigh-code.ts';

export interface Candidate {
  readonly code: DiagnosisCode;
  /** Exact words of the text. */
  readonly passage: string;
}

/** Codes looked at for one segment. */
const MOST_LOOKED_AT = 150;
/** Terms that stand in more codes than this lead to none by themselves. */
const COMMON = 6_000;
/** Codes of one three-character category. */
const MOST_OF_CATEGORY = 2;
/** What fits a longer stretch this much as well stands before what fits a part of it. */
const NEARLY = 0.8;
/** Z80–Z84: what is said of relatives speaks for these alone, and nothing else for them. */
const OF_FAMILY = /^Z8[0-4]/;

interface Found {
  readonly code: DiagnosisCode;
  readonly score: number;
  /** In the whole text. */
  readonly start: number;
  readonly end: number;
}

/** Billable codes whose descriptions the text says, best first; of equals in the order of codes. */
export function findCandidates(
  index: CodeIndex,
  phrases: PhraseTable,
  text: string,
  limit: number,
): readonly Candidate[] {
  const best = new Map<string, Found>();
  const seen = new Set<string>();
  for (const segment of speakingSegments(text)) {
    const said = `${segment.family} ${segment.text}`;
    if (seen.has(said)) continue;
    seen.add(said);
    const places = saidPlaces(index.vocabulary, phrases, segment.text);
    const found = lookUp(index, places).flatMap((position): Found[] => {
      const code = index.codes[position];
      const weighed = weighCode(index, position, places);
      if (code === undefined || weighed === null || OF_FAMILY.test(code.code) !== segment.family) return [];
      const { score, start, end } = weighed;
      return [{ code, score, start: segment.start + start, end: segment.start + end }];
    });
    for (const each of found.filter((one) => !found.some((other) => standsBefore(other, one)))) {
      const before = best.get(each.code.code);
      if (before === undefined || each.score > before.score) best.set(each.code.code, each);
    }
  }
  return firstOfCategories([...best.values()].sort(byScore))
    .slice(0, limit)
    .map(({ code, start, end }) => Object.freeze({ code, passage: text.slice(start, end) }));
}

/** The codes that share the weightiest words with the segment. */
function lookUp(index: CodeIndex, places: readonly SaidPlace[]): readonly number[] {
  const shared = new Map<number, number>();
  for (const id of new Set(places.map((place) => place.id))) {
    const [from, until] = [at(index.heads, id), at(index.heads, id + 1)];
    if (until - from > COMMON) continue;
    for (let entry = from; entry < until; entry += 1) {
      const code = at(index.postings, entry);
      shared.set(code, (shared.get(code) ?? 0) + at(index.weights, id));
    }
  }
  return [...shared]
    .map(([code, weight]) => ({ code, share: weight / Math.sqrt(lengthOf(index, code)) }))
    .sort((one, other) => other.share - one.share || one.code - other.code)
    .slice(0, MOST_LOOKED_AT)
    .map(({ code }) => code);
}

function lengthOf(index: CodeIndex, code: number): number {
  return at(index.starts, code + 1) - at(index.starts, code);
}

/** `pain` says less than the `chest pain` that it is part of; `other` is for what has no code of its own. */
function standsBefore(other: Found, one: Found): boolean {
  if (other.start > one.start || other.end < one.end) return false;
  const isLonger = other.end - other.start > one.end - one.start;
  if (isLonger) return other.score >= one.score * NEARLY;
  return other.score > one.score && RESIDUAL.test(one.code.description);
}

function byScore(one: Found, other: Found): number {
  return other.score - one.score || (one.code.code < other.code.code ? -1 : 1);
}

function firstOfCategories(ranked: readonly Found[]): readonly Found[] {
  const taken = new Map<string, number>();
  return ranked.filter(({ code }) => {
    const category = code.code.slice(0, 3);
    const before = taken.get(category) ?? 0;
    taken.set(category, before + 1);
    return before < MOST_OF_CATEGORY;
  });
}
