const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time as people say it, whole units and rounded down: `45 minutes`, `3 hours`, `2 days`. */
export function spanWords(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size >= 2 * DAY) return `${Math.floor(size / DAY)} days`;
  if (size >= 2 * HOUR) return `${Math.floor(size / HOUR)} hours`;
  const minutes = Math.max(1, Math.floor(size / MINUTE));
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** From then until now. */
export function sinceWords(at: string, now: number): string {
  return spanWords(now - Date.parse(at));
}
