import { setTimeout as delay } from 'node:timers/promises';

/** Waits for work, but not for ever: it goes on all the same. @returns its outcome, or `late` when it takes longer. */
export async function within<Done, Late>(
  milliseconds: number,
  work: Promise<Done>,
  late: Late,
): Promise<Done | Late> {
  const over = new AbortController();
  const timeout = delay(milliseconds, late, { signal: over.signal }).catch(() => late);
  const outcome = await Promise.race([work, timeout]);
  over.abort();
  return outcome;
}
