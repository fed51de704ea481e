import type { Found } from './found.ts';

/**
 * Findings in order, none overlapping another: those that overlap become one stretch that covers both, so that what
 * any of them found is gone. Its kind is that of the one given first.
 */
export function mergeFound(found: readonly Found[]): readonly Found[] {
  const ordered = found
    .map((one, rank) => ({ ...one, rank }))
    .sort((a, b) => a.start - b.start || a.rank - b.rank);
  const merged: { start: number; end: number; kind: Found['kind']; rank: number }[] = [];
  for (const one of ordered) {
    const last = merged.at(-1);
    if (last === undefined || one.start >= last.end) {
      merged.push({ ...one });
      continue;
    }
    last.end = Math.max(last.end, one.end);
    if (one.rank < last.rank) {
      last.kind = one.kind;
      last.rank = one.rank;
    }
  }
  return merged.map(({ start, end, kind }) => ({ start, end, kind }));
}
