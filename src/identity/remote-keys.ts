import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, errors, type FetchImplementation } from 'jose';
import type { Clock } from '../clock.ts';
import { UpstreamUnavailableError } from '../errors.ts';
import type { KeyPolicy } from './issuer-settings.ts';
import { limitBody } from './limit-body.ts';
import type { LogEvent } from './log-event.ts';
import type { IssuerKeys } from './trusted-issuer.ts';

export interface RemoteKeysOptions {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly policy: KeyPolicy;
  readonly fetch: FetchImplementation;
  readonly clock: Clock;
  readonly log: LogEvent;
}

/** No provider's key set comes near this. */
const MAX_KEY_SET_BYTES = 256 * 1024;

/**
 * An issuer's keys, fetched from its configured address. jose fetches, checks, imports and picks; when to
 * fetch is decided here, because an outage needs an answer that a plain cache has not:
 *
 * - Known keys are used for `refreshSeconds`, then fetched again, so that a removed key stops working.
 * - A fetch that fails leaves the known keys in use until they are `maxStaleSeconds` old; then, or when none
 *   were ever fetched, verification rejects with UpstreamUnavailableError.
 * - An unknown `kid` causes at most one fetch per `cooldownSeconds`; otherwise the token does not verify.
 * - After a failure the next fetch waits `retrySeconds`. One fetch runs at a time, and only those who have no
 *   usable keys wait for a fetch that somebody else started.
 */
export function createRemoteKeys(options: RemoteKeysOptions): IssuerKeys {
  const { policy, clock } = options;
  const remote = createRemoteJWKSet(new URL(options.jwksUri), {
    timeoutDuration: policy.timeoutMs,
    cooldownDuration: Number.POSITIVE_INFINITY,
    cacheMaxAge: Number.POSITIVE_INFINITY,
    [customFetch]: limitBody(options.fetch, MAX_KEY_SET_BYTES),
  });
  let fetchedAt: number | null = null;
  let attempt: { readonly at: number; readonly failed: boolean } | null = null;
  let pending: Promise<void> | null = null;
  let digest = '';
  let version = 0;

  /** A clock set back counts as a long time: better one fetch too many than a stale key. */
  const secondsSince = (time: number) => {
    const passed = (clock() - time) / 1000;
    return passed < 0 ? Number.POSITIVE_INFINITY : passed;
  };
  const ageInSeconds = () => (fetchedAt === null ? Number.POSITIVE_INFINITY : secondsSince(fetchedAt));
  const usable = () => ageInSeconds() <= policy.maxStaleSeconds;
  const waited = (seconds: number) => attempt === null || secondsSince(attempt.at) >= seconds;

  const load = async () => {
    const at = clock();
    try {
      await remote.reload();
      const next = createHash('sha256').update(JSON.stringify(remote.jwks())).digest('hex');
      if (next !== digest) version += 1;
      digest = next;
      fetchedAt = clock();
      attempt = { at, failed: false };
    } catch (error) {
      attempt = { at, failed: true };
      options.log('issuer_keys_fetch_failed', {
        issuer: options.issuer,
        errorName: error instanceof Error ? error.name : 'unknown',
      });
    }
  };
  const fetchKeys = () => {
    pending ??= load().finally(() => {
      pending = null;
    });
    return pending;
  };

  const renew = async () => {
    if (ageInSeconds() < policy.refreshSeconds) return;
    if (pending !== null) {
      if (!usable()) await pending;
    } else if (attempt?.failed !== true || waited(policy.retrySeconds)) {
      await fetchKeys();
    }
  };

  const resolve: IssuerKeys['resolve'] = async (header, token) => {
    await renew();
    if (!usable()) throw new UpstreamUnavailableError('no usable keys of the issuer');
    try {
      return await remote(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (pending === null && !waited(policy.cooldownSeconds)) throw error;
      await fetchKeys();
      return await remote(header, token);
    }
  };
  return Object.freeze({ resolve, version: () => version });
}
