const DAY_MS = 86_400_000;

/** @returns midnight, UTC, of the day that lies so many days before that of `now` (milliseconds). */
export function daysBack(days: number, now: number): string {
  return new Date(Math.floor(now / DAY_MS - days) * DAY_MS).toISOString();
}
