import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { RateCounter } from './rates.ts';
import { WINDOW_MS } from './rates.ts';

/** Counts of one process: each node of several has the whole budget. */
export function memoryRateCounter(): RateCounter {
  // A key names its window, so it need only live as long; who is over a limit is told by its count alone.
  const limiter = new RateLimiterMemory({ points: 0, duration: (2 * WINDOW_MS) / 1000 });
  return {
    add: async (key, points) => (await limiter.penalty(key, points)).consumedPoints,
  };
}
