import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateFalls, parseDateRange, periodFalls } from '../../../resolvers/fhir/date-range.ts';
import { fhirInterval } from '../../../src/access/fhir-interval.ts';
import { BadUserInputError } from '../../../src/errors.ts';

const range = (from: string | null, to: string | null) => parseDateRange({ from, to });

describe('a range of dates', () => {
  it.each<[string, string | null, string | null, boolean]>([
    ['2024-03-10', '2024-03-10', '2024-03-10', true],
    ['2024-03-10', '2024-03', '2024-03', true],
    ['2024-03', '2024-03-31', null, true],
    ['2024', null, '2024-01-01', true],
    ['2024-03-10T23:59:59Z', '2024-03-10', '2024-03-10', true],
    ['2024-03-10T23:30:00-01:00', '2024-03-11', null, true],
    ['2024-03-10T23:30:00-01:00', null, '2024-03-10', false],
    ['2024-03-10', '2024-03-11', null, false],
    ['2024-03-10', null, '2024-03-09', false],
    ['2024-03', '2024-04', '2024-05', false],
    ['2024-02-30', '2024', '2024', false],
    ['soon', '1900', '2100', false],
  ])('%s within %s to %s: %s', (date, from, to, within) => {
    expect(dateFalls(date, range(from, to))).toBe(within);
  });

  it.each<[string | null, string | null, boolean]>([
    ['2024-03-01', '2024-03-20', true],
    ['2023', null, true],
    [null, '2024-03-10', true],
    ['2024-03-12', null, false],
    [null, '2024-03-09', false],
    [null, null, false],
    ['2024-02-30', '2024-12-31', false],
    ['2024-01-01', 'later', false],
  ])('a period from %s to %s overlaps it: %s', (start, end, overlaps) => {
    expect(periodFalls({ start, end }, range('2024-03-10', '2024-03-11'))).toBe(overlaps);
  });

  it('finds nothing where there is no date', () => {
    expect(dateFalls(null, range('0001', '9998'))).toBe(false);
    expect(periodFalls(null, range('0001', '9998'))).toBe(false);
  });

  it.each<[string | null, string | null]>([
    [null, null],
    ['2024-02-30', null],
    ['2024', '2023-13'],
    ['2024-02', '2024-01-31'],
    ['constructor', null],
    ['2024-01-01T25:00:00Z', null],
  ])('from %s to %s is refused without being repeated', (from, to) => {
    expect(() => range(from, to)).toThrow(BadUserInputError);
    try {
      range(from, to);
    } catch (error) {
      expect(JSON.stringify(error)).not.toMatch(/20\d\d|constructor/);
    }
  });

  it('of one partial date finds itself, and a wider range finds what a narrower one does', () => {
    const days = fc
      .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .chain((date) => fc.constantFrom(4, 7, 10, 24).map((length) => date.toISOString().slice(0, length)));
    fc.assert(
      fc.property(days, days, days, (date, one, other) => {
        expect(dateFalls(date, range(date, date))).toBe(true);
        const first = fhirInterval(one)?.earliest ?? 0;
        const last = fhirInterval(other)?.latest ?? 0;
        fc.pre(first <= last);
        if (!dateFalls(date, range(one, other))) return;
        expect(dateFalls(date, range(one, null)) && dateFalls(date, range(null, other))).toBe(true);
      }),
    );
  });
});
