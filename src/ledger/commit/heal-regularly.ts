import { setTimeout as delay } from 'node:timers/promises';
import type { HealReport } from './heal.ts';

export interface HealRegularly {
  readonly heal: () => Promise<HealReport>;
  readonly tell: (report: HealReport) => void;
  /** A place could not be listed; it is tried again in its turn. */
  readonly onAway: (error: unknown) => void;
  /** Milliseconds to the first time, and between two. */
  readonly firstMs: number;
  readonly everyMs: number;
}

/** Heals again and again, behind what serves. @returns what ends it, and waits for the one under way. */
export function healRegularly({ heal, tell, onAway, firstMs, everyMs }: HealRegularly): () => Promise<void> {
  const stop = new AbortController();
  const rest = (pause: number) =>
    delay(pause, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);

  async function run(): Promise<void> {
    await rest(firstMs);
    while (!stop.signal.aborted) {
      await heal().then(tell, onAway);
      await rest(everyMs);
    }
  }

  const running = run();
  return async () => {
    stop.abort();
    await running;
  };
}
