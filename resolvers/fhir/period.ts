import type { Period } from '../../src/generated/resolver-types.ts';
import { readDateTime, readElement } from './read-element.ts';

/** FHIR R4 Period. */
export function toPeriod(value: unknown): Period | null {
  const period = readElement(value);
  if (period === null) return null;
  return { start: readDateTime(period.start), end: readDateTime(period.end) };
}
