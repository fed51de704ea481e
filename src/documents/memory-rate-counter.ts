import type { RateCounter } from './rate-counter.ts';
import { WINDOW_MS } from './rate-counter.ts';

/**
 * Counts of one process: each node of several has the whole budget. Keys begin anew with each window, so nothing is
 * worth finding after two of them: what was not counted since the last change but one is forgotten.
 * @param elapsed milliseconds that only grow; default: the process's own.
 */
export function memoryRateCounter(elapsed: () => number = () => performance.now()): RateCounter {
  let now = new Map<string, number>();
  let before = new Map<string, number>();
  let changed = elapsed();
  return Object.freeze({
    add: (key: string, points: number) => {
      const moment = elapsed();
      if (moment - changed >= WINDOW_MS) {
        before = moment - changed < 2 * WINDOW_MS ? now : new Map();
        now = new Map();
        changed = moment;
      }
      const counted = (now.get(key) ?? before.get(key) ?? 0) + points;
      now.set(key, counted);
      return counted;
    },
  });
}

/** Counts of all nodes, and of this one alone while those cannot be had: a store that is gone opens no gates. */
export function insuredRateCounter(shared: RateCounter, own: RateCounter): RateCounter {
  return Object.freeze({
    add: async (key: string, points: number) => {
      const counted = await own.add(key, points);
      return Promise.resolve(shared.add(key, points)).catch(() => counted);
    },
  });
}
