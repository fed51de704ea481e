import { BoundedMap } from '../bounded-map.ts';
import type { Clock } from '../clock.ts';
import { PhieldError, UpstreamUnavailableError } from '../errors.ts';
import type { ClientEntry, Clients } from './directory.ts';

export interface ClientMemoLimits {
  /** Clients of one issuer held at most; the one asked for longest ago goes first. */
  readonly size: number;
  /** Milliseconds after the beginning of a read for which it counts. */
  readonly lifetime: number;
}

const DEFAULT_LIMITS: ClientMemoLimits = Object.freeze({ size: 10_000, lifetime: 5_000 });

interface Held {
  readonly entry: ClientEntry | null;
  readonly text: string;
  readonly since: number;
}

interface Reading {
  readonly entry: Promise<ClientEntry | null>;
  readonly since: number;
}

/** Clients of one issuer, by their id: each request looks here, and a key made of both would be dearer than two. */
interface OfIssuer {
  readonly held: BoundedMap<Held>;
  readonly reading: Map<string, Reading>;
}

/**
 * The register as one process knows it: never older than 5 seconds, so that a client that was suspended, changed or
 * removed is so everywhere within that time. An entry that did not change is the same object.
 */
export class ClientMemo implements Clients {
  readonly #issuers = new Map<string, OfIssuer>();
  readonly #clients: Clients;
  readonly #clock: Clock;
  readonly #limits: ClientMemoLimits;

  constructor(clients: Clients, clock: Clock, limits: ClientMemoLimits = DEFAULT_LIMITS) {
    this.#clients = clients;
    this.#clock = clock;
    this.#limits = limits;
  }

  /** What is known and counts; `undefined`: it has to be read. */
  known(issuer: string, client: string): ClientEntry | null | undefined {
    const held = this.#ofIssuer(issuer).held.get(client);
    return held !== undefined && this.#counts(held) ? held.entry : undefined;
  }

  /** @throws UpstreamUnavailableError when the register does not answer. */
  async find(issuer: string, client: string): Promise<ClientEntry | null> {
    const known = this.known(issuer, client);
    if (known !== undefined) return known;
    const { reading } = this.#ofIssuer(issuer);
    const pending = reading.get(client);
    if (pending !== undefined && this.#counts(pending)) return pending.entry;
    const since = this.#clock();
    const entry = this.#read(issuer, client, since).finally(() => {
      if (reading.get(client)?.entry === entry) reading.delete(client);
    });
    reading.set(client, { entry, since });
    return entry;
  }

  #ofIssuer(issuer: string): OfIssuer {
    const known = this.#issuers.get(issuer);
    if (known !== undefined) return known;
    const nothing: OfIssuer = { held: new BoundedMap(this.#limits.size), reading: new Map() };
    this.#issuers.set(issuer, nothing);
    return nothing;
  }

  /** What was stored before a read began is in it, so its age counts from there. */
  #counts({ since }: { readonly since: number }): boolean {
    const age = this.#clock() - since;
    return age >= 0 && age < this.#limits.lifetime;
  }

  async #read(issuer: string, client: string, since: number): Promise<ClientEntry | null> {
    const found = await this.#ask(issuer, client);
    const text = JSON.stringify(found);
    const { held } = this.#ofIssuer(issuer);
    const before = held.get(client);
    // A slow read says nothing against one that began after it.
    if (before !== undefined && before.since > since && this.#counts(before)) return before.entry;
    const entry = before?.text === text ? before.entry : found;
    held.set(client, { entry, text, since });
    return entry;
  }

  async #ask(issuer: string, client: string): Promise<ClientEntry | null> {
    try {
      return await this.#clients.find(issuer, client);
    } catch (error) {
      if (error instanceof PhieldError) throw error;
      throw new UpstreamUnavailableError('client register does not answer');
    }
  }
}
