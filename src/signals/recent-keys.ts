import { z } from 'zod';

/** Keys beyond this are not told apart: whoever has so many has been found long before. */
const MOST = 2_000;

export const SavedKeys = z.array(z.tuple([z.string(), z.number()]));

/** The distinct keys of a sliding window, with the time each was last seen. */
export class RecentKeys {
  readonly #windowMs: number;
  readonly #times: Map<string, number>;

  /** @param windowMs milliseconds. */
  constructor(windowMs: number, saved: z.output<typeof SavedKeys> = []) {
    this.#windowMs = windowMs;
    this.#times = new Map(saved);
  }

  /** @returns distinct keys of the window that ends now. @param now milliseconds since the epoch. */
  add(keys: readonly string[], now: number): number {
    for (const key of keys) {
      this.#times.delete(key);
      if (this.#times.size < MOST) this.#times.set(key, now);
    }
    return this.count(now);
  }

  /** What a clock that ran ahead has left behind does not count, and is not kept. */
  count(now: number): number {
    let count = 0;
    for (const [key, time] of this.#times) {
      if (Math.abs(now - time) >= this.#windowMs) this.#times.delete(key);
      else if (time <= now) count += 1;
    }
    return count;
  }

  /** When the key that was longest not seen was last seen; `now` where there is none. */
  oldest(now: number): number {
    for (const time of this.#times.values()) if (time <= now) return time;
    return now;
  }

  toJSON(): unknown {
    return [...this.#times];
  }
}
