import type { Clock } from '../../../src/clock.ts';
import { createUlid, type RandomBytes } from '../../../src/ledger/ulid.ts';

const START = Date.parse('2026-02-03T10:00:00Z');

/** A second further each time it is asked. */
export function steadyClock(): Clock {
  let now = START;
  return () => {
    now += 1_000;
    return now;
  };
}

export const steadyRandom: RandomBytes = (size) => new Uint8Array(size);

/** The ULID of whatever writer takes these two. */
export function steadyWriter(): string {
  return createUlid(steadyClock(), steadyRandom)();
}
