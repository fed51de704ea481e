import { purposeOf, type UsedField, type UsePattern } from './use-pattern.ts';

export type ActivityAxis = 'ROLE' | 'PURPOSE' | 'CATEGORY' | 'CLIENT' | 'DECISION' | 'REASON' | 'COORDINATE';

/** One name of the axis, by day. */
export interface ActivitySeries {
  readonly name: string;
  /** Fields given, whole or masked. */
  readonly given: readonly number[];
  /** Of them masked. */
  readonly masked: readonly number[];
  /** Fields refused, and requests that were refused as a whole. */
  readonly refused: readonly number[];
}

export interface ActivityByDay {
  /** `YYYY-MM-DD`, UTC, oldest first, without gaps. */
  readonly days: readonly string[];
  /** The most used first, each as long as `days`; by the last name, `other`, what is beyond `MOST_SERIES`. */
  readonly series: readonly ActivitySeries[];
}

export const MOST_SERIES = 40;
/** For whatever has no such name: a refused request has no coordinate. */
const NONE = 'none';
const OTHER = 'other';
export const DAY_MS = 86_400_000;

interface Counted {
  readonly given: number[];
  readonly masked: number[];
  readonly refused: number[];
}

/** Counts by day and one axis. Days are numbers since the epoch, UTC: `from` included, `to` not. */
export class ActivityCount {
  readonly #by: ActivityAxis;
  readonly #from: number;
  readonly #length: number;
  readonly #series = new Map<string, Counted>();

  constructor(by: ActivityAxis, from: number, to: number) {
    this.#by = by;
    this.#from = from;
    this.#length = Math.max(0, to - from);
  }

  observe(pattern: UsePattern, day: number, times: number): void {
    const at = day - this.#from;
    if (at < 0 || at >= this.#length) return;
    for (const field of pattern.fields) {
      const [, , decision] = field;
      for (const name of namesOf(this.#by, pattern, field)) {
        const counted = this.#of(name);
        if (decision === 'DENY') add(counted.refused, at, times);
        else add(counted.given, at, times);
        if (decision === 'MASK') add(counted.masked, at, times);
      }
    }
  }

  count(): ActivityByDay {
    const days = Array.from({ length: this.#length }, (_, at) =>
      new Date((this.#from + at) * DAY_MS).toISOString().slice(0, 10),
    );
    const all = [...this.#series]
      .map(([name, counted]) => ({ name, ...counted, sum: sumOf(counted.given) + sumOf(counted.refused) }))
      .toSorted((a, b) => b.sum - a.sum || (a.name < b.name ? -1 : 1));
    const shown = all.length > MOST_SERIES ? all.slice(0, MOST_SERIES - 1) : all;
    const rest = all.slice(shown.length);
    const series = shown.map(({ sum: _sum, ...one }) => one);
    return { days, series: rest.length === 0 ? series : [...series, this.#together(rest)] };
  }

  #of(name: string): Counted {
    const known = this.#series.get(name) ?? this.#zeros();
    this.#series.set(name, known);
    return known;
  }

  #zeros(): Counted {
    const zeros = () => Array<number>(this.#length).fill(0);
    return { given: zeros(), masked: zeros(), refused: zeros() };
  }

  #together(rest: readonly Counted[]): ActivitySeries {
    const sum = this.#zeros();
    for (const counted of rest) {
      for (const what of ['given', 'masked', 'refused'] as const) {
        for (const [at, count] of counted[what].entries()) add(sum[what], at, count);
      }
    }
    return { name: OTHER, ...sum };
  }
}

function namesOf(by: ActivityAxis, pattern: UsePattern, field: UsedField): readonly string[] {
  const [coordinate, category, decision, , reason] = field;
  switch (by) {
    case 'ROLE':
      // Whoever acts in two roles did it in both.
      return pattern.roles.length === 0 ? [NONE] : pattern.roles;
    case 'PURPOSE':
      return [purposeOf(pattern, field) ?? NONE];
    case 'CATEGORY':
      return [category ?? NONE];
    case 'CLIENT':
      return [pattern.client ?? NONE];
    case 'DECISION':
      return [decision];
    case 'REASON':
      return [reason];
    case 'COORDINATE':
      return [coordinate ?? NONE];
  }
}

function add(counts: number[], at: number, times: number): void {
  counts[at] = (counts[at] ?? 0) + times;
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
