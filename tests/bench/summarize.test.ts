import { expect, test } from 'vitest';
import type { Measurement } from '../../bench/compare.ts';
import type { ContestantName } from '../../bench/contestants.ts';
import { median } from '../../bench/quantiles.ts';
import { summarize } from '../../bench/summarize.ts';

function measured(contestant: ContestantName, round: number, perSecond: number, cpuMs: number): Measurement {
  const rest = {
    workload: 'W1',
    requests: 1,
    seconds: 1,
    p50: round,
    p99: 2 * round,
    rss: 5_000_000,
  } as const;
  return { ...rest, contestant, round, perSecond, cpuMs };
}

test('ratios are taken within a round, so that a slow machine weighs on both', () => {
  const [apollo, phield] = summarize([
    measured('apollo', 1, 100, 10),
    measured('phield', 1, 120, 8),
    // The machine was busy: both are slower, their ratio is the same.
    measured('apollo', 2, 10, 100),
    measured('phield', 2, 12, 80),
    measured('apollo', 3, 100, 10),
    measured('phield', 3, 300, 5),
  ]);
  expect(apollo).toMatchObject({ contestant: 'apollo', throughput: 1, cpu: 1, throughputRange: [1, 1] });
  expect(phield).toMatchObject({
    contestant: 'phield',
    perSecond: 120,
    throughput: 1.2,
    throughputRange: [1.2, 3],
    cpuMs: 8,
    cpu: 0.8,
    cpuRange: [0.5, 0.8],
    p50: 2,
    p99: 4,
    rssMB: 5,
  });
});

test('the median of an even number of figures lies between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([10, 1, 2])).toBe(2);
  expect(median([])).toBeNaN();
});
