import { monotonicFactory } from 'ulid';
import type { Clock } from '../clock.ts';

/** Cryptographically random bytes; `randomBytes` of node:crypto in production. */
export type RandomBytes = (size: number) => Uint8Array;

/**
 * Makes ULIDs (26 characters, Crockford base 32, 48 bits of milliseconds and 80 random ones). Within one
 * maker they strictly increase, also when the clock stands still or steps back.
 */
export function createUlid(clock: Clock, random: RandomBytes): () => string {
  let pool = random(POOL_BYTES);
  let used = 0;
  // 32 symbols divide 256, so one byte per symbol is unbiased; no byte serves twice.
  const next = monotonicFactory(() => {
    if (used === pool.length) {
      pool = random(POOL_BYTES);
      used = 0;
    }
    used += 1;
    return (pool[used - 1] ?? 0) / 256;
  });
  return () => next(clock());
}

/** Random bytes fetched at once: a call for each symbol costs more than the symbol. */
const POOL_BYTES = 1024;
