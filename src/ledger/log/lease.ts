/**
 * Who does work that any one of several may do. It saves work and protects nothing: two holders at once do no harm,
 * and where the lease itself is out of reach everybody works.
 */
export interface Lease {
  /** Takes or keeps it. @returns false while somebody else holds it. Never rejects. */
  hold(): Promise<boolean>;
  /** As of the last `hold`. */
  readonly held: boolean;
  /** Lets others have it at once. Never rejects. */
  release(): Promise<void>;
}

/** One small text that is replaced in one step. */
export interface LeaseCell {
  read(): Promise<string | null>;
  /** @returns false, and changes nothing, unless `expected` (`null`: nothing) is there. */
  replace(next: string, expected: string | null): Promise<boolean>;
}

export interface LeaseOptions {
  readonly cell: LeaseCell;
  /** Of this process alone, such as a ULID. */
  readonly holder: string;
  /** Milliseconds of a clock that never steps back. */
  readonly now: () => number;
  /** Milliseconds after which a holder that says nothing has lost it. */
  readonly ttl?: number;
}

const TTL = 15_000;
const FREE = 'free';

/**
 * A holder counts up. Whoever sees the same count for a whole `ttl` of its own clock takes over: no two machines'
 * clocks are ever compared.
 */
export function createLease({ cell, holder, now, ttl = TTL }: LeaseOptions): Lease {
  let held = false;
  let beats = 0;
  let seen: string | null = null;
  let seenAt = now();
  let renewedAt = Number.NEGATIVE_INFINITY;

  async function take(expected: string | null): Promise<boolean> {
    beats += 1;
    const next = `${holder} ${beats}`;
    const taken = await cell.replace(next, expected);
    if (taken) renewedAt = now();
    seen = taken ? next : expected;
    seenAt = now();
    return taken;
  }

  async function hold(): Promise<boolean> {
    if (held && now() - renewedAt < ttl / 3) return true;
    const present = await cell.read();
    if (present === null || present === FREE || present.startsWith(`${holder} `)) return take(present);
    if (present !== seen) {
      seen = present;
      seenAt = now();
      return false;
    }
    return now() - seenAt > ttl ? take(present) : false;
  }

  return {
    get held() {
      return held;
    },
    async hold() {
      held = await hold().catch(() => true);
      return held;
    },
    async release() {
      const mine = held ? seen : null;
      held = false;
      if (mine !== null) await cell.replace(FREE, mine).catch(() => false);
    },
  };
}
