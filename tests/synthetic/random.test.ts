import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/synthetic/random.ts';

describe('createRandom', () => {
  it('repeats itself for the same seed only', () => {
    const draw = (seed: string) => Array.from({ length: 20 }, createRandom(seed).next);
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('covers its range, ends included, evenly', () => {
    const random = createRandom('range');
    const counts = new Map<number, number>();
    for (let draw = 0; draw < 6_000; draw += 1) {
      const number = random.int(1, 6);
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  it('picks different ones, in order, and nothing from nothing', () => {
    const random = createRandom('some');
    const some = random.some([1, 2, 3, 4, 5, 6, 7, 8], 4);
    expect(new Set(some).size).toBe(4);
    expect([...some].sort()).toEqual(some);
    expect(random.some([], 3)).toEqual([]);
    expect(() => random.pick([])).toThrow(RangeError);
  });

  it('stays near', () => {
    const random = createRandom('near');
    for (let draw = 0; draw < 1_000; draw += 1) {
      expect(Math.abs(random.near(100, 10, 2) - 100)).toBeLessThanOrEqual(10);
    }
  });
});
