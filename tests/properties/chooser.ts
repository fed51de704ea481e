/** Choices that follow from a seed alone, so that a case is found again by its number. */
export class Chooser {
  #state: number;

  /** @param seed a whole number; its lowest 32 bits count. */
  constructor(seed: number) {
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
    this.#next();
  }

  /** 0 to `below` - 1. */
  number(below: number): number {
    return Math.floor(this.#next() * below);
  }

  chance(share: number): boolean {
    return this.#next() < share;
  }

  one<T>(list: readonly T[]): T {
    for (const chosen of list.slice(this.number(list.length))) return chosen;
    throw new Error('nothing to choose from');
  }

  /** Each with the same chance, in their order. */
  some<T>(list: readonly T[], share = 0.5): readonly T[] {
    return list.filter(() => this.chance(share));
  }

  /** At least one. */
  few<T>(list: readonly T[], share = 0.4): readonly T[] {
    const chosen = this.some(list, share);
    return chosen.length > 0 ? chosen : [this.one(list)];
  }

  /** mulberry32, Tommy Ettinger, public domain. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}
