import { describe, expect, it } from 'vitest';
import {
  readCode,
  readDate,
  readDateTime,
  readInteger,
  readNumber,
  readReference,
  readUri,
} from '../../../resolvers/fhir/read-element.ts';

describe('readReference', () => {
  it.each([
    ['Practitioner/p1', 'Practitioner/p1'],
    ['Practitioner/p1/_history/2', 'Practitioner/p1'],
    ['#contained', null],
    ['Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999999999', null],
    ['https://elsewhere.test/fhir/Patient/1', null],
    ['urn:uuid:7d1b2b1e-0000-4000-8000-000000000000', null],
    ['Patient/a b', null],
    [7, null],
  ])('%j', (reference, expected) => {
    expect(readReference({ reference, display: 'a name', identifier: { value: 'a number' } })).toBe(expected);
  });
});

describe('readers give null for what their scalar would refuse', () => {
  it.each([
    [readInteger, 3, [2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN, '3', null]],
    [readNumber, 0.5, [Number.NaN, Number.POSITIVE_INFINITY, '0.5', true]],
    [readDate, '2024-02-01', ['2024-02-01T10:00:00Z', '2024-2-1', 'last spring', 2024]],
    [readDateTime, '2024-02-01T10:00:00.123-05:00', ['2024-02-01 10:00', 'T10:00', {}]],
    [readCode, 'final', ['', ' final', 'a\nb', 1]],
    [readUri, 'http://loinc.org', ['two words', '']],
  ])('%o', (read, good, bad) => {
    expect(read(good)).toBe(good);
    for (const value of bad) expect(read(value)).toBeNull();
  });
});
