/** What looks over the ledger, a turn at a time; `turn` never rejects. */
export interface Duty {
  turn(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Has the ledger looked over every so many seconds (0: never), from then on: whoever starts serves before it looks back.
 * @returns what ends it.
 */
export function scanBehind(seconds: number, duty: Duty): () => Promise<void> {
  let closed = false;
  let turning: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  const next = () => {
    if (closed || seconds === 0) return;
    timer = setTimeout(() => {
      turning = duty.turn().then(next);
    }, seconds * 1_000);
    timer.unref();
  };
  next();
  return async () => {
    closed = true;
    if (timer !== null) clearTimeout(timer);
    await duty.close();
    await turning;
  };
}
