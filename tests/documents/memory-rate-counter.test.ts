import { expect, it } from 'vitest';
import { memoryRateCounter } from '../../src/documents/memory-rate-counter.ts';
import { WINDOW_MS } from '../../src/documents/rate-counter.ts';

it('counts points of each key, at once', () => {
  const { add } = memoryRateCounter();
  expect([add('a', 1), add('a', 5), add('b', 2), add('a', 1)]).toEqual([1, 6, 2, 7]);
});

it.each([1, WINDOW_MS / 2, WINDOW_MS - 1, WINDOW_MS])(
  'forgets no key within a window of its last use: %d ms',
  (pause) => {
    let elapsed = 1_000;
    const { add } = memoryRateCounter(() => elapsed);
    for (let counted = 1; counted < 10; counted += 1) {
      expect(add('a', 1)).toBe(counted);
      elapsed += pause;
      add('another', 1);
    }
  },
);

it('forgets keys of windows gone by, so that nobody who asked once is held for ever', () => {
  let elapsed = 0;
  const { add } = memoryRateCounter(() => elapsed);
  add('a', 1);
  elapsed += WINDOW_MS;
  add('b', 1);
  elapsed += WINDOW_MS;
  expect(add('a', 1)).toBe(1);
  elapsed += 10 * WINDOW_MS;
  expect(add('a', 1)).toBe(1);
});
