/** Milliseconds between two looks. */
const PAUSE = 1_500;

/**
 * Waits until the gateway answers again. Its health address needs no token, so nobody's session is kept alive by it.
 * @returns `false` when the signal came first.
 */
export async function gatewayAnswers(signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    await pause(signal);
    try {
      const answer = await fetch('/health/live', { cache: 'no-store', credentials: 'omit', signal });
      if (answer.ok) return !signal.aborted;
    } catch {
      // Still away.
    }
  }
  return false;
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PAUSE);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
