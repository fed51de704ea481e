import type { FoldedText } from '../fold-text.ts';
import type { Found } from '../found.ts';
import { type CalendarDate, readDates } from '../patterns/read-dates.ts';

/** Dates as compared, and years that tell nothing by themselves left out. */
export function indexDates(dates: readonly string[]): ReadonlySet<string> {
  return new Set(
    dates.flatMap((date) => {
      const [, year, month, day] = /^(\d{4})-(\d\d)(?:-(\d\d))?/.exec(date) ?? [];
      if (year === undefined || month === undefined) return [];
      return [
        keyOf({ year: Number(year), month: Number(month), day: day === undefined ? null : Number(day) }),
      ];
    }),
  );
}

/** Known dates in whatever way they are written. */
export function findKnownDates(folded: FoldedText, index: ReadonlySet<string>): readonly Found[] {
  if (index.size === 0) return [];
  return readDates(folded)
    .filter(({ dates }) => dates.some((date) => index.has(keyOf(date))))
    .map(({ start, end }) => ({ start, end, kind: 'DATE' }));
}

function keyOf({ year, month, day }: CalendarDate): string {
  return `${year}-${month}-${day}`;
}
