import { describe, expect, it } from 'vitest';
import { ALWAYS, intersect, moment, readPeriod } from '../../src/fhir/period.ts';

describe('readPeriod', () => {
  it('absent is always, open ends stay open', () => {
    expect(readPeriod(undefined)).toEqual(ALWAYS);
    expect(readPeriod({ start: '2020' })).toEqual({ start: '2020', end: null });
  });

  it.each([
    ['a start that is no date', { start: 'soon' }],
    ['a day that no calendar has', { end: '2021-02-30' }],
    ['an end before its start', { start: '2021-03', end: '2021-02-27' }],
    ['text', '2020'],
    ['a number', { start: 2020 }],
  ])('%s cannot be read', (_, period) => {
    expect(readPeriod(period)).toBeNull();
  });

  it('an end within the same month or year is no end before the start', () => {
    expect(readPeriod({ start: '2021-03-15', end: '2021-03' })).not.toBeNull();
    expect(readPeriod({ start: '2021-03-15', end: '2021' })).not.toBeNull();
  });
});

describe('intersect', () => {
  it('takes the later start and the earlier end', () => {
    const one = { start: '2020-01-01', end: '2020-12-31' };
    const other = { start: '2020-06', end: null };
    expect(intersect(one, other)).toEqual({ start: '2020-06', end: '2020-12-31' });
    expect(intersect(other, one)).toEqual({ start: '2020-06', end: '2020-12-31' });
  });

  it('compares instants, not text', () => {
    const west = { start: '2020-01-01T22:00:00-05:00', end: null };
    const east = { start: '2020-01-02T01:00:00Z', end: null };
    expect(intersect(west, east)?.start).toBe(west.start);
  });

  it('is nothing where they do not meet', () => {
    expect(intersect({ start: null, end: '2019' }, { start: '2020', end: null })).toBeNull();
  });
});

describe('moment', () => {
  it('is a period of itself; nothing else is a moment', () => {
    expect(moment('2020-05-01')).toEqual({ start: '2020-05-01', end: '2020-05-01' });
    for (const value of [undefined, null, '', 'x', 5]) expect(moment(value)).toBeNull();
  });
});
