import { isJson } from '../../is-json.ts';
import { fhirInterval } from '../fhir-interval.ts';
import type { Interval } from './consent.ts';
import { textOf } from './consent-reading.ts';

/** Where FHIR R4 types keep when something was or happened, then when it was written down: the first that is there counts. */
const ELEMENTS: readonly string[] = Object.freeze([
  ...['effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'performedDateTime', 'performedPeriod'],
  ...[
    'occurrenceDateTime',
    'occurrencePeriod',
    'onsetDateTime',
    'onsetPeriod',
    'servicedDate',
    'servicedPeriod',
  ],
  ...[
    'billablePeriod',
    'period',
    'started',
    'start',
    'authoredOn',
    'date',
    'dateTime',
    'recordedDate',
    'issued',
    'created',
  ],
]);

/** When a row's content is of; `null` when the row does not say, or says it in a way that cannot be read. */
export function rowDates(record: Readonly<Record<string, unknown>>): Interval | null {
  const documented = isJson(record.context) ? record.context.period : undefined;
  if (isJson(documented)) return ofPeriod(documented.start, documented.end);
  for (const element of ELEMENTS) {
    const value = record[element];
    if (value === undefined) continue;
    // Appointment.start and .end are a period without a name.
    if (element === 'start') return ofPeriod(value, record.end);
    return isJson(value) ? ofPeriod(value.start, value.end) : ofPeriod(value, value);
  }
  return null;
}

function ofPeriod(start: unknown, end: unknown): Interval | null {
  const first = start === undefined ? null : fhirInterval(textOf(start) ?? '');
  const last = end === undefined ? null : fhirInterval(textOf(end) ?? '');
  if ((start !== undefined && first === null) || (end !== undefined && last === null)) return null;
  if (first === null && last === null) return null;
  return {
    from: first?.earliest ?? Number.NEGATIVE_INFINITY,
    until: last?.latest ?? Number.POSITIVE_INFINITY,
  };
}
