import { type FhirInterval, fhirInterval } from '../../src/access/fhir-interval.ts';
import { BadUserInputError } from '../../src/errors.ts';
import type { DateRangeInput, Period } from '../../src/generated/resolver-types.ts';

/**
 * The span that a range means: from the first moment of `from` to the last of `to`, as FHIR's prefixes `ge` and
 * `le` (https://hl7.org/fhir/R4/search.html#date). A partial date means all of its year, month or day, in UTC.
 *
 * @throws BadUserInputError for a range without ends, one that ends before it begins, or a day no calendar has.
 */
export function parseDateRange({ from = null, to = null }: DateRangeInput): FhirInterval {
  if (from === null && to === null) throw new BadUserInputError('a range of dates has no end');
  const earliest = from === null ? Number.NEGATIVE_INFINITY : fhirInterval(from)?.earliest;
  const latest = to === null ? Number.POSITIVE_INFINITY : fhirInterval(to)?.latest;
  if (earliest === undefined || latest === undefined) {
    throw new BadUserInputError('a range of dates has an end that is no date');
  }
  if (earliest > latest) throw new BadUserInputError('a range of dates ends before it begins');
  return { earliest, latest };
}

/** Whether any moment that the date may mean lies within the range. */
export function dateFalls(date: string | null, range: FhirInterval): boolean {
  const span = date === null ? null : fhirInterval(date);
  return span !== null && overlap(span, range);
}

/** The same for a period: one that names no end lasts, one that names no start always was, one that names neither is none. */
export function periodFalls(period: Period | null, range: FhirInterval): boolean {
  const { start, end } = period ?? { start: null, end: null };
  if (start === null && end === null) return false;
  const earliest = start === null ? Number.NEGATIVE_INFINITY : fhirInterval(start)?.earliest;
  const latest = end === null ? Number.POSITIVE_INFINITY : fhirInterval(end)?.latest;
  return earliest !== undefined && latest !== undefined && overlap({ earliest, latest }, range);
}

function overlap(one: FhirInterval, other: FhirInterval): boolean {
  return one.earliest <= other.latest && other.earliest <= one.latest;
}
