import type { Clock } from '../../src/clock.ts';

const MINUTE = 60_000;
/** The minute under way counts besides, so that an hour is never shorter than one. */
const MINUTES = 60;

/** Tokens set aside for one call. */
export interface Reservation {
  /** The call is over and took so many; what was set aside is no longer. */
  settle(tokens: number): void;
}

/**
 * Tokens of the last hour by tenant and by actor, in this process. They are set aside before a call by an estimate, so
 * that calls at the same moment do not pass together, and settled with what Bedrock counted.
 */
export class TokenBudgets {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #spent = new Map<string, Map<number, number>>();
  #sweptAt = -1;

  /** @param most tenants and actors that are kept at once; beyond it nobody new is served */
  constructor(clock: Clock, most = 100_000) {
    this.#clock = clock;
    this.#most = most;
  }

  /** `null`: the tenant or the actor has no more for this hour. */
  reserve(
    who: { readonly tenant: string; readonly actor: string },
    limits: { readonly tenant: number; readonly actor: number },
    tokens: number,
  ): Reservation | null {
    const minute = Math.floor(this.#clock() / MINUTE);
    const tenant = this.#minutes(JSON.stringify([who.tenant]), minute);
    const actor = this.#minutes(JSON.stringify([who.tenant, who.actor]), minute);
    if (tenant === null || actor === null) return null;
    if (total(tenant) + tokens > limits.tenant || total(actor) + tokens > limits.actor) return null;
    const add = (count: number) => {
      for (const minutes of [tenant, actor]) minutes.set(minute, (minutes.get(minute) ?? 0) + count);
    };
    add(tokens);
    let open = true;
    return {
      settle(used) {
        if (open) add(used - tokens);
        open = false;
      },
    };
  }

  #minutes(key: string, minute: number): Map<number, number> | null {
    const known = this.#spent.get(key);
    if (known !== undefined) {
      forget(known, minute);
      return known;
    }
    if (this.#spent.size >= this.#most) this.#sweep(minute);
    if (this.#spent.size >= this.#most) return null;
    const made = new Map<number, number>();
    this.#spent.set(key, made);
    return made;
  }

  #sweep(minute: number): void {
    if (this.#sweptAt === minute) return;
    this.#sweptAt = minute;
    for (const [key, minutes] of this.#spent) {
      forget(minutes, minute);
      if (minutes.size === 0) this.#spent.delete(key);
    }
  }
}

function forget(minutes: Map<number, number>, minute: number): void {
  for (const at of minutes.keys()) if (at < minute - MINUTES) minutes.delete(at);
}

function total(minutes: Map<number, number>): number {
  let sum = 0;
  for (const count of minutes.values()) sum += count;
  return sum;
}
