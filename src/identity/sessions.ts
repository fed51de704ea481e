import type { Clock } from '../clock.ts';
import { PhieldError, UnauthenticatedError, UpstreamUnavailableError } from '../errors.ts';
import type { SessionLimits } from '../session-limits.ts';
import type { Identity } from './identity.ts';
import type { SessionKeys } from './session-key.ts';

/** A session is seen now, unless it has ended. Moments in milliseconds since the epoch. */
export interface Sighting {
  readonly key: string;
  readonly now: number;
  /** It has ended if it was last seen at or before this moment. */
  readonly seenAfter: number;
  /** It has ended if it was first seen at or before this moment. */
  readonly startedAfter: number;
  /** It cannot be judged if it was first or last seen after this moment. */
  readonly notAfter: number;
  /** Its record MUST be kept until then, so that what ended does not begin anew. */
  readonly keepUntil: number;
}

/**
 * Sessions as all replicas share them. `see` MUST judge and note in one step, so that of two replicas none revives
 * what the other saw ended, and MUST reject when it cannot know.
 */
export interface SessionStore {
  /** @returns when the session was first seen; `null`: it has ended. */
  see(sighting: Sighting): Promise<number | null>;
}

/** A verified token, as sessions look at it. */
export interface SessionToken {
  readonly identity: Pick<Identity, 'roles' | 'authTime' | 'session'>;
  readonly keys: SessionKeys;
}

export interface Sessions {
  /**
   * Lets a request of a running session pass and notes it.
   * @returns `undefined` at once for a session seen within the last minute; else a promise, since the store is asked.
   * @throws UnauthenticatedError for a session that has ended, UpstreamUnavailableError when that cannot be known.
   */
  check(token: SessionToken): Promise<void> | undefined;
}

export interface SessionOptions {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly limits: SessionLimits;
  /** Sessions remembered at most; the one asked for longest ago goes first. */
  readonly size?: number;
}

/** What this replica knows of a session. */
interface Known {
  /** When the store was last asked. */
  readonly at: number;
  /** `null`: it had ended. */
  readonly startedAt: number | null;
}

/** Between two notes of the same session. It shortens the idle time by as much at most, and never lengthens it. */
const NOTE_MS = 60_000;
/** A session that has ended is not asked for again within this time. */
const ENDED_MS = 10_000;
/** How far clocks of replicas may be apart. */
const SKEW_MS = 5_000;
/** A `sid` lives as long as its refresh tokens: its end is remembered for a month after it was last seen. */
const NAMED_KEPT_MS = 30 * 86_400_000;
/** Longer than any token lives. */
const TOKEN_KEPT_MS = 2 * 86_400_000;

export function createSessions({ store, clock, limits, size = 100_000 }: SessionOptions): Sessions {
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<void>>();
  const noteEvery = Math.min(NOTE_MS, Math.floor(limits.idle / 4));

  function remember(key: string, state: Known): void {
    known.delete(key);
    known.set(key, state);
    for (const oldest of known.keys()) {
      if (known.size <= size) break;
      known.delete(oldest);
    }
  }

  async function ask(token: SessionToken, now: number): Promise<void> {
    const startedAt = await seen(store, sightingOf(token, now, limits));
    remember(token.keys.session, { at: now, startedAt });
    if (startedAt === null) throw ended();
  }

  return Object.freeze({
    check(token: SessionToken): Promise<void> | undefined {
      const now = clock();
      const { authTime } = token.identity;
      if (authTime !== null && now - authTime * 1000 >= limits.lifetime) throw ended();
      const key = token.keys.session;
      const state = known.get(key);
      const age = state === undefined ? -1 : now - state.at;
      if (state !== undefined && age >= 0 && age < (state.startedAt === null ? ENDED_MS : noteEvery)) {
        if (state.startedAt === null || now - state.startedAt >= limits.lifetime) throw ended();
        return undefined;
      }
      const pending = asking.get(key);
      if (pending !== undefined) return pending;
      const asked = ask(token, now).finally(() => asking.delete(key));
      asking.set(key, asked);
      return asked;
    },
  });
}

function sightingOf({ identity, keys }: SessionToken, now: number, limits: SessionLimits): Sighting {
  return {
    key: keys.session,
    now,
    // A system has nobody who could walk away from it.
    seenAfter: identity.roles.includes('SYSTEM') ? 0 : now - limits.idle,
    startedAfter: now - limits.lifetime,
    notAfter: now + SKEW_MS,
    keepUntil: now + (identity.session === null ? TOKEN_KEPT_MS : NAMED_KEPT_MS),
  };
}

async function seen(store: SessionStore, sighting: Sighting): Promise<number | null> {
  try {
    return await store.see(sighting);
  } catch (error) {
    if (error instanceof PhieldError) throw error;
    throw new UpstreamUnavailableError('sessions cannot be asked');
  }
}

function ended(): UnauthenticatedError {
  return new UnauthenticatedError('session ended');
}
