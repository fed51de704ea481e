import { expect, test } from 'vitest';
import { measureMonth } from '../../eval/signals/measure-month.ts';

/** Half a month of a smaller house; `npm run eval -- signals` measures whole ones. */
test('twelve incidents among everyday work are found, and little else', () => {
  const days = 16;
  const { events, incidents, missed, falseOnes } = measureMonth({
    seed: 11,
    days,
    patients: 2_000,
    quietDays: 7,
  });
  expect(events).toBeGreaterThan(100_000);
  expect(incidents).toHaveLength(12);
  expect(missed.map(({ what }) => what)).toEqual([]);
  expect(falseOnes.length / days).toBeLessThanOrEqual(5);
}, 120_000);
