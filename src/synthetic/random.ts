import { createHash } from 'node:crypto';

/** Seeded pseudo-random numbers: plausible, repeatable, and no use for anything secret. */
export interface Random {
  /** 0 inclusive to 1 exclusive. */
  next(): number;
  /** Both ends included. */
  int(least: number, most: number): number;
  chance(probability: number): boolean;
  /** @throws RangeError when the list is empty. */
  pick<T>(list: readonly T[]): T;
  /** `count` different ones, in the list's order. */
  some<T>(list: readonly T[], count: number): readonly T[];
  /** Around `middle`, hardly ever further than `spread` away, with `digits` decimals. */
  near(middle: number, spread: number, digits?: number): number;
}

/** The same seed gives the same numbers on every machine. Mixer: splitmix32. */
export function createRandom(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return Object.freeze({
    next,
    int,
    chance: (probability: number) => next() < probability,
    pick<T>(list: readonly T[]): T {
      const [item] = list.slice(int(0, list.length - 1));
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    some<T>(list: readonly T[], count: number): readonly T[] {
      const ranked = list.map((item, index) => ({ item, index, rank: next() }));
      const chosen = ranked.sort((a, b) => a.rank - b.rank).slice(0, count);
      return chosen.sort((a, b) => a.index - b.index).map(({ item }) => item);
    },
    near(middle: number, spread: number, digits = 0): number {
      const away = ((next() + next() + next()) / 1.5 - 1) * spread;
      return Number((middle + away).toFixed(digits));
    },
  });
}
