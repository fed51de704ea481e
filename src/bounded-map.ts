import { z } from 'zod';

/** A map of at most `most` keys: beyond that the one that was longest not set is dropped. Saved as its entries. */
export class BoundedMap<Value> {
  readonly #most: number;
  readonly #values = new Map<string, Value>();

  constructor(most: number, entries: Iterable<readonly [string, Value]> = []) {
    this.#most = most;
    for (const [key, value] of entries) this.#values.set(key, value);
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size <= this.#most) return;
    for (const oldest of this.#values.keys()) {
      this.#values.delete(oldest);
      return;
    }
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  get size(): number {
    return this.#values.size;
  }

  /** Longest not set first. */
  entries(): IterableIterator<[string, Value]> {
    return this.#values.entries();
  }

  toJSON(): unknown {
    return [...this.#values];
  }
}

/** The saved form of a map's entries. */
export function entriesOf<Value extends z.ZodType>(value: Value) {
  return z.array(z.tuple([z.string(), value]));
}
