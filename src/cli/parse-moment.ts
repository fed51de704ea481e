const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

const RFC_3339_OR_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/i;

/**
 * A moment an operator types: RFC 3339 (seconds may be left out), a date (its first moment in UTC), or an age
 * such as `15m`. @returns milliseconds since the epoch, or `null`.
 */
export function parseMoment(text: string, now: number): number | null {
  const age = /^(\d{1,9})([smhd])$/.exec(text);
  if (age !== null) return now - Number(age[1]) * (UNIT_MS.get(age[2] ?? '') ?? 0);
  if (!RFC_3339_OR_DATE.test(text)) return null;
  const time = Date.parse(text.toUpperCase());
  return Number.isNaN(time) ? null : time;
}
