import { at, type CodeIndex } from './code-index.ts';
import type { SaidPlace } from './said-places.ts';

export interface WeighedCode {
  /** 0 to 1. */
  readonly score: number;
  /** The stretch of the segment that speaks for the code. */
  readonly start: number;
  readonly end: number;
}

/** Of what a description says, by weight, this share MUST be said. */
const LEAST_SHARE = 0.8;
/** What each word in between takes off the score. */
const BETWEEN = 0.05;
/** A code MUST NOT say more of side and episode of care than the text does (guidelines I.B.13, I.C.19.a). */
const EXPLICIT: readonly string[] = Object.freeze(['left', 'right', 'bilateral', 'subsequent', 'sequela']);

/** How much of a code's description stands in one stretch of a segment; `null`: too little, or something else. */
export function weighCode(
  index: CodeIndex,
  position: number,
  places: readonly SaidPlace[],
): WeighedCode | null {
  const wanted = index.terms.subarray(at(index.starts, position), at(index.starts, position + 1));
  if (saysMore(index, places, wanted)) return null;
  const spoken = places.filter(({ id }) => wanted.includes(id));
  const numerals = [...wanted].filter((id) => index.numerals.has(id));
  const reserve = at(index.reserve, position);
  const total = wanted.reduce((sum, id) => sum + at(index.weights, id), 0);
  let best: WeighedCode | null = null;
  for (const [first, from] of spoken.entries()) {
    const seen: SaidPlace[] = [];
    let weight = 0;
    for (const place of spoken.slice(first)) {
      if (seen.some(({ id }) => id === place.id)) continue;
      seen.push(place);
      weight += at(index.weights, place.id);
      const words = new Set(seen.map(({ word }) => word)).size;
      const between = place.word - from.word + 1 - words;
      if (between >= words) break;
      const share = weight / total;
      if (share < LEAST_SHARE || !numerals.every((id) => isSaidBeside(id, seen))) continue;
      const score = share * (weight / (weight + 3)) * (1 - BETWEEN * between) - reserve;
      if (best === null || score > best.score) {
        best = { score, start: from.start, end: Math.max(...seen.map(({ end }) => end)) };
      }
    }
  }
  return best;
}

/** `stage 2` is another thing than `stage 3`: a number counts only beside a word that the description has, too. */
function isSaidBeside(numeral: number, seen: readonly SaidPlace[]): boolean {
  const said = seen.find(({ id }) => id === numeral);
  return said !== undefined && seen.some(({ id, word }) => id !== numeral && Math.abs(word - said.word) <= 1);
}

function saysMore(index: CodeIndex, places: readonly SaidPlace[], wanted: Uint32Array): boolean {
  return EXPLICIT.some((word) => {
    const id = index.vocabulary.get(word);
    return id !== undefined && wanted.includes(id) && !places.some((place) => place.id === id);
  });
}
