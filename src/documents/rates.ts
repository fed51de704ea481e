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
  const namesOf = nameWriter();

  const count = async (one: Counted, now: number, points: number, limit: number | null): Promise<void> => {
    if (limit === null) return;
    const counted = await counter.add(one.keyIn(Math.floor(now / WINDOW_MS)), points);
    if (counted <= limit) return;
    const seconds = Math.ceil((WINDOW_MS - (now % WINDOW_MS)) / 1000);
    throw new RateLimitedError(`${one.kind} is over its limit`, Math.max(1, seconds));
  };

  return Object.freeze({
    admit: async (actor: Actor) => {
      const names = namesOf(actor);
      const now = clock();
      // First the actor: one that floods spends nothing of what its client's other users have.
      await count(names.actor, now, 1, limits.actorPerMinute);
      await count(names.client, now, 1, actor.registration.perMinute ?? limits.clientPerMinute);
    },
    spend: (actor: Actor, cost: number) =>
      count(namesOf(actor).cost, clock(), cost, actor.registration.costPerMinute ?? limits.costPerMinute),
  });
}

/** What is counted, and whose it is. */
class Counted {
  readonly kind: string;
  readonly #name: string;
  #window = Number.NaN;
  #key = '';

  constructor(kind: string, whose: readonly string[]) {
    this.kind = kind;
    // JSON, so that no name runs into the next.
    this.#name = JSON.stringify([kind, ...whose]);
  }

  /** Written once in a window: a text that is made anew costs more to look up than to count by. */
  keyIn(window: number): string {
    if (window !== this.#window) {
      this.#window = window;
      this.#key = `${window} ${this.#name}`;
    }
    return this.#key;
  }
}

type Names = Readonly<Record<'actor' | 'client' | 'cost', Counted>>;

/** The same verified token gives the same frozen actor, whose names are written once. */
function nameWriter(): (actor: Actor) => Names {
  const known = new WeakMap<Actor, Names>();
  return (actor) => {
    const written = known.get(actor);
    if (written !== undefined) return written;
    const { tenant, issuer, id, client } = actor;
    const names = Object.freeze({
      actor: new Counted('actor', [tenant, issuer, id]),
      client: new Counted('client', [tenant, client]),
      cost: new Counted('cost', [tenant, client]),
    });
    known.set(actor, names);
    return names;
  };
}
