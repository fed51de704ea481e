import { setTimeout as delay } from 'node:timers/promises';

/** Waits for work, but not for ever. @returns false when it takes longer; it goes on all the same. */
export async function within(milliseconds: number, work: Promise<void> | null): Promise<boolean> {
  const over = new AbortController();
  const timeout = delay(milliseconds, false, { signal: over.signal }).catch(() => false);
  const done = await Promise.race([work?.then(() => true) ?? true, timeout]);
  over.abort();
  return done;
}
