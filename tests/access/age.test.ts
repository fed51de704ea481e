import { describe, expect, it } from 'vitest';
import { ageRange } from '../../src/access/age.ts';

const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

describe('ageRange', () => {
  it.each([
    ['2000-06-15', null, '2018-06-13', { least: 17, most: 17 }],
    ['2000-06-15', null, '2018-06-17', { least: 18, most: 18 }],
    ['2000-06', null, '2018-06-15', { least: 17, most: 18 }],
    ['2000', null, '2018-06-15', { least: 17, most: 18 }],
    ['1930', '2019', '2026-01-01', { least: 88, most: 89 }],
    ['1930-01-01', '1990-01-05', '2026-01-01', { least: 60, most: 60 }],
    ['2004-02-29', null, '2022-03-02', { least: 18, most: 18 }],
    ['2030-01-01', null, '2026-01-01', { least: 0, most: 0 }],
  ])('born %s, died %s, on %s', (birth, death, day, expected) => {
    expect(ageRange(birth, death, noon(day))).toEqual(expected);
  });

  it('counts a birthday as reached wherever on earth it has begun, and open where it has not', () => {
    expect(ageRange('2000-06-15', null, Date.parse('2018-06-14T11:00:00Z'))).toEqual({ least: 17, most: 18 });
  });

  it('keeps counting when the date of death lies ahead', () => {
    expect(ageRange('1930-01-01', '2099', noon('2026-06-01'))?.least).toBe(96);
  });

  it.each([null, '', '19xx', '1930-02-30'])('%j as birth date is an unknown age', (birth) => {
    expect(ageRange(birth, null, noon('2026-01-01'))).toBeNull();
  });

  it('is any up to today’s where the death would lie before the birth', () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    for (const death of ['0024-05-01', '1929', '1929-12-31', '1929-12-31T09:59:59Z']) {
      expect(ageRange('1930-01-01', death, now)).toEqual({ least: 0, most: 96 });
    }
    // The day of birth, where the sun rises first.
    for (const death of ['1930', '1930-01-01', '1929-12-31T10:00:00Z']) {
      expect(ageRange('1930-01-01', death, now)).toEqual({ least: 0, most: 0 });
    }
    expect(ageRange('1930', '1930-06', now)).toEqual({ least: 0, most: 0 });
    expect(ageRange('2030-01-01', '2029-01-01', now)).toEqual({ least: 0, most: 0 });
  });

  it('is any up to today’s where the date of death cannot be read', () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    expect(ageRange('2000-01-01', 'about 2010', now)).toEqual({ least: 0, most: 26 });
    expect(ageRange('2000-01-01', null, now)).toEqual({ least: 26, most: 26 });
  });
});
