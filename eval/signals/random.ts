/** Seeded, so that a month can be made again. */
export interface Random {
  /** 0 to 1, the end not included. */
  next(): number;
  /** Whole, both ends included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  one<T>(list: readonly T[]): T;
  some<T>(list: readonly T[], count: number): readonly T[];
}

/** Mulberry32 (Ettinger): 32 bits of state, enough for a made-up month. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const one = <T>(list: readonly T[]): T => {
    const chosen = list[Math.floor(next() * list.length)];
    if (chosen === undefined) throw new RangeError('nothing to choose from');
    return chosen;
  };
  const some = <T>(list: readonly T[], count: number): readonly T[] => {
    const pool = [...list];
    const most = Math.min(count, pool.length);
    for (let at = 0; at < most; at += 1) {
      const from = between(at, pool.length - 1);
      const [left, right] = [pool[at], pool[from]];
      if (left === undefined || right === undefined) break;
      pool[at] = right;
      pool[from] = left;
    }
    return pool.slice(0, most);
  };
  return Object.freeze({ next, between, chance: (probability: number) => next() < probability, one, some });
}
