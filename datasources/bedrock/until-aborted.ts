import { AttemptFailed } from './attempt-failed.ts';

/** Waits for work no longer than its caller does: who waits in a queue or between attempts is answered in time too. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new AttemptFailed('DEADLINE'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}
