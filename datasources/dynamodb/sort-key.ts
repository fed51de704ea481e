import { createHmac } from 'node:crypto';
import { fhirInterval } from '../../src/access/fhir-interval.ts';
import { isFhirId } from '../../src/fhir-id.ts';

/** Keeps every instant of FHIR's years 0001 to 9999 positive. */
const BASE = 100_000_000_000_000;
const CENTURY = 3_155_760_000_000;
const DIGITS = 13;
const POSITION = /^([0-9a-f]{13})#(.+)$/;

/**
 * Milliseconds by which the dates in one key's sort keys are moved, up to a century. Sort keys are not
 * encrypted; moved dates keep the order of one patient's rows and tell nobody when they were
 * (45 CFR 164.514(b)(2)(i)(C)).
 */
export function dateShift(key: Uint8Array): number {
  const digest = createHmac('sha256', key).update('date shift').digest();
  return digest.readUIntBE(0, 6) % CENTURY;
}

/** A FHIR date or dateTime as 13 hexadecimal digits that sort by time; no or no real date sorts first. */
export function timeKey(date: string | null, shift: number): string {
  const interval = date === null ? null : fhirInterval(date);
  return interval === null ? '0'.repeat(DIGITS) : instantKey(interval.earliest, shift);
}

/** The same for milliseconds since the epoch. */
export function instantKey(instant: number, shift: number): string {
  return (instant + BASE + shift).toString(16).padStart(DIGITS, '0');
}

/** Where a row stands in its patient's list of its type. */
export interface RowPlace {
  readonly time: string;
  readonly id: string;
}

export function readRowPlace(position: string): RowPlace | null {
  const [, time, id] = POSITION.exec(position) ?? [];
  return time === undefined || id === undefined || !isFhirId(id) ? null : { time, id };
}

/** Labelled rows have a key range of their own, so that those hidden by a label never change paging. */
export function rowPrefix(type: string, labelled: boolean): string {
  return labelled ? `${type}!#` : `${type}#`;
}

/** Sort key within the category index, by the row's whole set of categories. */
export function categoryPrefix(type: string, categorySet: string): string {
  return `${type}#${categorySet}#`;
}

/** Row categories as one word: sorted, joined by `+`; a row without any counts as OTHER. */
export function categorySetOf(categories: readonly string[]): string {
  return categories.length === 0 ? 'OTHER' : [...new Set(categories)].sort().join('+');
}
