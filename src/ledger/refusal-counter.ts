import type { Clock } from '../clock.ts';
import type { ErrorCode } from '../errors.ts';
import type { NetworkHash } from './network-hash.ts';
import type { OperationRecord } from './operation-record.ts';

export interface RefusalCounterOptions {
  /** Where counts go. A rejection keeps them for the next window. */
  readonly append: (record: OperationRecord) => Promise<void>;
  readonly networkHash: NetworkHash;
  readonly clock: Clock;
  /** Makes record ids: `createUlid`. */
  readonly newId: () => string;
  readonly policyVersion: string;
  /** Milliseconds; 10 s unless told (design §7). */
  readonly windowMs?: number;
  /** Sources told apart within a window; what comes from further ones is counted together. */
  readonly maxSources?: number;
}

export interface RefusalCounter {
  /** Counts one refused request. Never waits and never throws. */
  count(remoteAddress: string, code: ErrorCode): void;
  /** Writes what is counted so far. */
  flush(): Promise<void>;
  /** The same, and stops. */
  close(): Promise<void>;
}

const WINDOW_MS = 10_000;
const MAX_SOURCES = 1024;
/** All sources beyond the bound, and addresses that are none. */
const ANY_SOURCE = '';

/**
 * Refusals before authentication: one record per source, code and window, never one per request, so that a
 * flood fills neither ledger nor memory. The source is the keyed hash of the network prefix. Nobody is
 * authenticated, so nothing but source, code and count is kept; a crash loses at most one window's counts,
 * which disclosed nothing.
 */
export function createRefusalCounter(options: RefusalCounterOptions): RefusalCounter {
  const { windowMs = WINDOW_MS, maxSources = MAX_SOURCES } = options;
  let counts = new Map<string, Map<ErrorCode, number>>();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const add = (source: string, code: ErrorCode, requests: number): void => {
    const key = counts.has(source) || counts.size < maxSources ? source : ANY_SOURCE;
    const codes = counts.get(key) ?? new Map<ErrorCode, number>();
    counts.set(key, codes);
    codes.set(code, (codes.get(code) ?? 0) + requests);
    if (timer !== null || closed) return;
    timer = setTimeout(() => void flush(), windowMs);
    timer.unref();
  };

  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const window = counts;
    counts = new Map();
    const writes = [...window].flatMap(([source, codes]) =>
      [...codes].map(async ([code, requests]) => {
        const record = refusalRecord(options, source, code, requests);
        await options.append(record).catch(() => add(source, code, requests));
      }),
    );
    await Promise.all(writes);
  };

  return Object.freeze({
    count(remoteAddress: string, code: ErrorCode) {
      add(options.networkHash(remoteAddress) ?? ANY_SOURCE, code, 1);
    },
    flush,
    async close() {
      closed = true;
      await flush();
    },
  });
}

function refusalRecord(
  { clock, newId, policyVersion }: RefusalCounterOptions,
  source: string,
  code: ErrorCode,
  count: number,
): OperationRecord {
  const id = newId();
  return {
    v: 1,
    id,
    time: new Date(clock()).toISOString(),
    kind: 'refusal',
    tenant: null,
    actor: null,
    roles: [],
    assurance: [],
    client: null,
    network: source === ANY_SOURCE ? null : source,
    address: null,
    purpose: null,
    policyVersion,
    document: null,
    operation: null,
    // It stands for many requests and names none of them.
    request: id,
    session: null,
    refusal: code,
    count,
    shapes: [],
    subjects: [],
  };
}
