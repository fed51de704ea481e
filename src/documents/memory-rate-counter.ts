import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { RateCounter } from './rate-counter.ts';
import { WINDOW_MS } from './rate-counter.ts';

/** Counts of one process: each node of several has the whole budget. */
export function memoryRateCounter(): RateCounter {
  // The library counts and forgets; what is too much is said by whoever asks.
  const limiter = new RateLimiterMemory({ keyPrefix: '', points: 0, duration: (2 * WINDOW_MS) / 1000 });
  return Object.freeze({
    add: async (key: string, points: number) => (await limiter.penalty(key, points)).consumedPoints,
  });
}

/** Counts of all nodes, and of this one alone while those cannot be had: a store that is gone opens no gates. */
export function insuredRateCounter(shared: RateCounter, own: RateCounter): RateCounter {
  return Object.freeze({
    add: async (key: string, points: number) => {
      const counted = await own.add(key, points);
      return shared.add(key, points).catch(() => counted);
    },
  });
}
