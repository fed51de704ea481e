import type { ErrorCode } from './errors.ts';
import type { Log } from './log.ts';

/** Tells an operator what was refused and why. */
export interface RefusalLog {
  /** One refused request. Never waits and never throws. */
  note(request: string, code: ErrorCode, detail: string): void;
  /** Writes what is counted so far. */
  flush(): void;
}

/** Lines of one kind within a second: an operator reads ten of a kind, and nobody ten thousand. */
export const LINES_OF_A_KIND = 10;
const WINDOW_MS = 1_000;

/**
 * The first refusals of a kind are a line each, with the request's id; what comes beyond them within a second is one
 * line with its count: a flood fills no disk and takes no time from who is served. A kind is a code with its detail,
 * and both are constants. Who it was that asked is counted by source, in the ledger.
 */
export function createRefusalLog(log: Log): RefusalLog {
  let counts = new Map<ErrorCode, Map<string, number>>();
  let timer: NodeJS.Timeout | null = null;

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const window = counts;
    counts = new Map();
    for (const [code, details] of window) {
      for (const [detail, requests] of details) {
        const count = requests - LINES_OF_A_KIND;
        if (count > 0) log.warn('operation.refused.further', { code, detail, count });
      }
    }
  };

  return Object.freeze({
    note(request: string, code: ErrorCode, detail: string) {
      const details = counts.get(code) ?? new Map<string, number>();
      const requests = (details.get(detail) ?? 0) + 1;
      if (requests === 1) counts.set(code, details);
      details.set(detail, requests);
      timer ??= setTimeout(flush, WINDOW_MS).unref();
      if (requests <= LINES_OF_A_KIND) log.warn('operation.refused', { request, code, detail });
    },
    flush,
  });
}
