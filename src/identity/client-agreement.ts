import type { ClientEntry } from './directory.ts';

/** FHIR R4 §2.24.0.1, `date`. */
const DATE = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/;

/** First moment after a FHIR date, in UTC. Milliseconds since the epoch; `null` for what no calendar has. */
export function endOfDate(date: string): number | null {
  const [, yearText, monthText, dayText] = DATE.exec(date) ?? [];
  if (yearText === undefined) return null;
  const [year, month, day] = [Number(yearText), Number(monthText ?? 1), Number(dayText ?? 1)];
  const first = new Date(0);
  first.setUTCFullYear(year, month - 1, day);
  const exists = first.getUTCFullYear() === year && first.getUTCMonth() === month - 1;
  if (year === 0 || !exists || first.getUTCDate() !== day) return null;
  if (monthText === undefined) return first.setUTCFullYear(year + 1, 0, 1);
  return dayText === undefined ? first.setUTCMonth(month, 1) : first.setUTCDate(day + 1);
}

/** When a client ceases to be let in by itself: `Infinity` where nothing ends, 0 where nothing was agreed. */
export function agreedUntil(client: ClientEntry | null): number {
  if (client === null || client.firstParty) return Number.POSITIVE_INFINITY;
  return client.agreement === null ? 0 : (endOfDate(client.agreement.expires) ?? 0);
}
