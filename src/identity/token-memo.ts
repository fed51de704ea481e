import { hash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Actor } from './actor.ts';
import { agreedUntil } from './client-agreement.ts';
import type { Identity } from './identity.ts';
import { type SessionKeys, sessionKeys } from './session-key.ts';
import type { IssuerKeys } from './trusted-issuer.ts';
import type { VerifiedToken } from './verify-token.ts';

export interface MemoLimits {
  /** Tokens held at most; the one unused for longest goes first. */
  readonly size: number;
  /** A token is verified, and its user looked up, anew after this time, so that both stay current. */
  readonly seconds: number;
}

/** What is remembered of one verified token. */
export interface RememberedToken {
  readonly identity: Identity;
  readonly keys: SessionKeys;
  /** Actors by purpose, so that the same token under the same purpose is the same object. */
  readonly actors: Map<string, Actor>;
}

interface Held extends RememberedToken {
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly until: number;
  readonly issuerKeys: IssuerKeys;
  readonly keyVersion: number;
}

/**
 * Verified tokens by the SHA-256 of the whole token: the token itself is not kept. An entry ends with `exp`,
 * with the issuer's greatest age, after `seconds`, with its client's agreement, and with a change of its issuer's keys. Refusals are never held. It belongs to one
 * authenticator, whose settings are frozen, so other settings never meet its entries.
 */
export class TokenMemo {
  readonly #held = new Map<string, Held>();
  readonly #limits: MemoLimits;
  readonly #clock: Clock;

  constructor(limits: MemoLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  find(token: string): RememberedToken | null {
    const key = hash('sha256', token);
    const held = this.#held.get(key);
    if (held === undefined) return null;
    this.#held.delete(key);
    const now = this.#clock();
    if (now >= held.until || now < held.since || held.issuerKeys.version() !== held.keyVersion) return null;
    this.#held.set(key, held);
    return held;
  }

  keep(token: string, identity: Identity, { issuer, keyVersion }: VerifiedToken): RememberedToken {
    const { keys: issuerKeys, settings } = issuer;
    const since = this.#clock();
    const until = Math.min(
      identity.expiresAt * 1000,
      (identity.issuedAt + settings.maxAgeSeconds) * 1000,
      since + this.#limits.seconds * 1000,
      agreedUntil(identity.entry),
    );
    const key = hash('sha256', token);
    const keys = sessionKeys(identity, hash('sha256', signingInput(token)));
    const held: Held = { identity, keys, actors: new Map(), since, until, issuerKeys, keyVersion };
    this.#held.delete(key);
    this.#held.set(key, held);
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= this.#limits.size) break;
      this.#held.delete(oldest);
    }
    return held;
  }

  /** Drops entries, as when a user's stored data changed. */
  forget(match: (identity: Identity) => boolean): void {
    for (const [key, held] of this.#held) if (match(held.identity)) this.#held.delete(key);
  }

  get size(): number {
    return this.#held.size;
  }
}

/** RFC 7515 §5.1: what is signed. A signature can be spelt in several ways that all verify, and what it signs in one. */
function signingInput(token: string): string {
  return token.slice(0, token.lastIndexOf('.'));
}
