import type { Clock } from '../clock.ts';
import { UpstreamUnavailableError } from '../errors.ts';
import type { Revocations } from './revocations.ts';
import type { SessionKeys } from './session-key.ts';

export interface Revocation {
  /** `endableKey` of what is revoked. */
  readonly key: string;
  /** Place in the log, from 1. */
  readonly position: number;
}

/**
 * Revocations in the order in which they were made. An entry MUST be readable before its successor can be made, and
 * `after` MUST read what is acknowledged (strongly consistent), so that nothing is ever passed over.
 */
export interface RevocationLog {
  /** All after a position; 0: all that are held. @throws UpstreamUnavailableError */
  after(position: number): Promise<readonly Revocation[]>;
}

export interface PolledRevocations extends Revocations {
  /** Whether the last successful poll began less than 5 seconds ago. */
  fresh(): boolean;
  /** Polls until `stop`. Resolves after the first poll, however that went. */
  start(): Promise<void>;
  stop(): void;
}

export interface PollOptions {
  readonly log: RevocationLog;
  readonly clock: Clock;
  /** Milliseconds that only grow; default: the process's own. The clock is looked at too: machines sleep. */
  readonly elapsed?: () => number;
  /** Called when polls begin to fail, and when they succeed again. */
  readonly onAvailability?: (available: boolean) => void;
}

const POLL_MS = 2_000;
const RETRY_MS = 250;
/** A replica that has not heard for so long serves nobody. */
const STALE_MS = 5_000;
/** Everything is read again, so that a log that was restored or altered heals. */
const WHOLE_MS = 60_000;

/** A copy of the log in memory, never older than 5 seconds when it answers. */
export function pollRevocations(options: PollOptions): PolledRevocations {
  const { log, clock, elapsed = () => performance.now(), onAvailability = () => {} } = options;
  /** Positions by key. */
  const revoked = new Map<string, number>();
  let last = 0;
  let polled: { readonly clock: number; readonly elapsed: number } | null = null;
  let available = true;
  let wholeAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  /** Freshness counts from the beginning: what was acknowledged before it is in the answer. */
  async function poll(): Promise<boolean> {
    const began = { clock: clock(), elapsed: elapsed() };
    try {
      const found = await log.after(last);
      for (const { key, position } of found) {
        revoked.set(key, position);
        last = Math.max(last, position);
      }
      polled = began;
      report(true);
      return true;
    } catch {
      report(false);
      return false;
    }
  }

  /** Beside the polls, which go on meanwhile: what they find later than this is kept. */
  async function readWhole(): Promise<void> {
    wholeAt = elapsed();
    try {
      const found = await log.after(0);
      const newest = found.reduce((highest, { position }) => Math.max(highest, position), 0);
      const held = new Map(found.map(({ key, position }) => [key, position]));
      for (const [key, position] of revoked) {
        if (position <= newest && !held.has(key)) revoked.delete(key);
      }
      for (const [key, position] of held) revoked.set(key, position);
      last = newest;
    } catch {
      // The polls say whether the log answers.
    }
  }

  function report(next: boolean): void {
    if (next !== available) onAvailability(next);
    available = next;
  }

  async function run(): Promise<void> {
    const began = elapsed();
    if (began - wholeAt >= WHOLE_MS) void readWhole();
    const good = await poll();
    if (stopped) return;
    timer = setTimeout(() => void run(), good ? Math.max(0, POLL_MS - (elapsed() - began)) : RETRY_MS);
    timer.unref();
  }

  function fresh(): boolean {
    if (polled === null) return false;
    const byClock = clock() - polled.clock;
    return byClock >= 0 && byClock < STALE_MS && elapsed() - polled.elapsed < STALE_MS;
  }

  return Object.freeze({
    isRevoked({ token, named }: SessionKeys): boolean {
      if (!fresh()) throw new UpstreamUnavailableError('revocations were not heard of for 5 seconds');
      return (token !== null && revoked.has(token)) || (named !== null && revoked.has(named));
    },
    fresh,
    start: () => {
      // The first poll is one of everything.
      wholeAt = elapsed();
      return run();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  });
}
