import { fhirInterval } from '../access/fhir-interval.ts';
import { objectOf, textOf } from './fhir-json.ts';
import { isFhirDate } from './row-date.ts';

/** FHIR dates as given; `null` is open. */
export interface Period {
  readonly start: string | null;
  readonly end: string | null;
}

export const ALWAYS: Period = Object.freeze({ start: null, end: null });

/**
 * A FHIR Period. Absent: always. `null` when it is there and cannot be read, or ends before it starts: a
 * tie must not hang on it (deny by omission).
 */
export function readPeriod(value: unknown): Period | null {
  if (value === undefined || value === null) return ALWAYS;
  const period = objectOf(value);
  if (period === null) return null;
  const start = readDate(period.start);
  const end = readDate(period.end);
  if (start === undefined || end === undefined) return null;
  return ordered({ start, end });
}

/** What both periods cover, or `null` when nothing. */
export function intersect(one: Period, other: Period): Period | null {
  return ordered({
    start: pick(one.start, other.start, (a, b) => earliest(a) >= earliest(b)),
    end: pick(one.end, other.end, (a, b) => latest(a) <= latest(b)),
  });
}

/** One moment, as the period it covers. */
export function moment(value: unknown): Period | null {
  const date = readDate(value);
  return typeof date === 'string' ? { start: date, end: date } : null;
}

function readDate(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  const text = textOf(value);
  return text !== null && isFhirDate(text) ? text : undefined;
}

function ordered(period: Period): Period | null {
  if (period.start !== null && period.end !== null && latest(period.end) < earliest(period.start))
    return null;
  return Object.freeze(period);
}

function pick(
  one: string | null,
  other: string | null,
  prefers: (one: string, other: string) => boolean,
): string | null {
  if (one === null) return other;
  if (other === null) return one;
  return prefers(one, other) ? one : other;
}

/** First instant a FHIR date may mean, in milliseconds since the epoch. */
function earliest(date: string): number {
  return fhirInterval(date)?.earliest ?? Number.NaN;
}

/** Last instant a FHIR date may mean: a day, month or year lasts to its end. */
function latest(date: string): number {
  return fhirInterval(date)?.latest ?? Number.NaN;
}
