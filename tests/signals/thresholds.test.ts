import { describe, expect, it } from 'vitest';
import { Baseline } from '../../src/signals/baseline.ts';
import { KnownElsewhere } from '../../src/signals/known-elsewhere.ts';
import { localTimeOf } from '../../src/signals/local-time.ts';
import { RecentKeys } from '../../src/signals/recent-keys.ts';
import { median, robustThreshold } from '../../src/signals/robust-threshold.ts';
import { DAY, HOUR, NOON, several } from './made-records.ts';

describe('what is usual', () => {
  it('is the median and a multiple of the spread, in logarithms', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(robustThreshold([10, 10, 10], 4, 0.25)).toBeCloseTo(15 * Math.E - 5, 6);
    // With five added to each: 15, 30, 60, an octave apart.
    expect(robustThreshold([10, 25, 55], 1, 0)).toBeCloseTo(30 * Math.exp(1.4826 * Math.LN2) - 5, 6);
  });

  it('is not moved by what is looked for, be it two in five', () => {
    const usual = robustThreshold([20, 20, 20], 5, 0.25);
    expect(robustThreshold([20, 20, 20, 9_999, 9_999], 5, 0.25)).toBe(usual);
  });

  it('is unknown at first, of past days alone, and forgotten after four weeks', () => {
    const baseline = new Baseline();
    for (const person of several(25, (at) => `n${at}`)) baseline.learn(person, 'NURSE', 10, NOON);
    expect(baseline.usual('n1', 'NURSE', NOON)).toBeNull();
    expect(baseline.usual('n1', 'NURSE', NOON + DAY)).toBeCloseTo(15 * Math.exp(0.6) - 5, 6);
    expect(baseline.usual('n1', 'CODER', NOON + DAY)).toBeNull();
    expect(baseline.usual('n1', 'NURSE', NOON + 30 * DAY)).toBeNull();
  });
});

describe('a sliding window', () => {
  it('counts each key once, and no longer than it is long', () => {
    const keys = new RecentKeys(HOUR);
    expect(keys.add(['a', 'b', 'a'], NOON)).toBe(2);
    expect(keys.add(['b', 'c'], NOON + HOUR / 2)).toBe(3);
    expect(keys.add([], NOON + HOUR)).toBe(2);
    expect(keys.oldest(NOON + HOUR)).toBe(NOON + HOUR / 2);
  });
});

describe('ids of others', () => {
  it('are known, hardly any else, and go through JSON', () => {
    const known = new KnownElsewhere();
    for (const id of several(2_000, (at) => `q${at}`)) known.add(id);
    const again = new KnownElsewhere(JSON.parse(JSON.stringify(known)));
    expect(several(2_000, (at) => again.has(`q${at}`)).every(Boolean)).toBe(true);
    expect(several(2_000, (at) => again.has(`p${at}`)).filter(Boolean).length).toBeLessThan(20);
    expect(JSON.stringify(known)).not.toContain('q1');
  });
});

describe('local time', () => {
  const at = (timeZone: string) => localTimeOf({ timeZone, workingHours: { from: 7, to: 19 } });

  it('knows zones, summer and weekends', () => {
    expect(at('UTC')(NOON)).toEqual({ day: NOON / DAY - 0.5, hour: 12, isOffHours: false });
    expect(at('America/New_York')(NOON)).toMatchObject({ hour: 7, isOffHours: false });
    expect(at('America/New_York')(NOON - HOUR)).toMatchObject({ hour: 6, isOffHours: true });
    expect(at('America/New_York')(Date.UTC(2026, 6, 6, 11))).toMatchObject({ hour: 7, isOffHours: false });
    expect(at('UTC')(NOON + 5 * DAY)).toMatchObject({ isOffHours: true });
    expect(at('UTC')(NOON + 6 * DAY)).toMatchObject({ isOffHours: true });
    expect(at('UTC')(NOON + 7 * DAY)).toMatchObject({ isOffHours: false });
    expect(at('Asia/Kathmandu')(NOON)).toMatchObject({ hour: 17 });
  });
});
