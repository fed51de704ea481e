import type { Clock } from '../clock.ts';
import { RateLimitedError } from '../errors.ts';
import type { Actor } from '../identity/actor.ts';
import type { RateCounter } from './rate-counter.ts';
import { WINDOW_MS } from './rate-counter.ts';

/** What may be asked for within a minute; `null`: as much as wanted. */
export interface RateLimits {
  readonly actorPerMinute: number | null;
  /** For clients that are not registered with a figure of their own. */
  readonly clientPerMinute: number | null;
  /** Cost of a client's operations, as `costOf` counts it; the same. */
  readonly costPerMinute: number | null;
}

/** Budgets of one minute each, per tenant: what one tenant's people ask for is never at another's expense. */
export interface Rates {
  /** Counts one request of an actor and its client. Rejects with RateLimitedError. */
  admit(actor: Actor): Promise<void>;
  /** Counts what an operation will cost, before it runs. Rejects with RateLimitedError. */
  spend(actor: Actor, cost: number): Promise<void>;
}

export function createRates(counter: RateCounter, limits: RateLimits, clock: Clock): Rates {
  const count = async (kind: string, whose: readonly string[], points: number, limit: number | null) => {
    if (limit === null) return;
    const now = clock();
    const window = Math.floor(now / WINDOW_MS);
    const counted = await counter.add(JSON.stringify([kind, window, ...whose]), points);
    if (counted <= limit) return;
    const seconds = Math.ceil(((window + 1) * WINDOW_MS - now) / 1000);
    throw new RateLimitedError(`${kind} is over its limit`, Math.max(1, seconds));
  };
  return Object.freeze({
    admit: async ({ tenant, issuer, id, client, registration }: Actor) => {
      // First the actor: one that floods spends nothing of what its client's other users have.
      await count('actor', [tenant, issuer, id], 1, limits.actorPerMinute);
      await count('client', [tenant, client], 1, registration.perMinute ?? limits.clientPerMinute);
    },
    spend: ({ tenant, client, registration }: Actor, cost: number) =>
      count('cost', [tenant, client], cost, registration.costPerMinute ?? limits.costPerMinute),
  });
}
