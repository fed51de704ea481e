import { performance } from 'node:perf_hooks';
import { expect } from 'vitest';

const SHORTEST = 256;
/** So much more than its share a text may cost; what grows with the square costs that at a few doublings. */
const MARGIN = 4;

/**
 * A text of many times the length costs no more than so many times as much. Texts double from the shortest, so that what
 * grows with the square or the cube is found before it takes long.
 */
export async function expectLinear(
  read: (text: string) => unknown,
  ofLength: (length: number) => string,
  longest: number,
): Promise<void> {
  const least = await leastTime(read, ofLength(SHORTEST));
  for (let times = 2; times * SHORTEST <= longest; times *= 2) {
    const length = times * SHORTEST;
    const share = (await leastTime(read, ofLength(length))) / least;
    expect(share, `${length} characters, in times of ${SHORTEST}`).toBeLessThan(MARGIN * times);
  }
}

/** The machine has other work: the least of several is what the text costs. */
async function leastTime(read: (text: string) => unknown, text: string): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 7; round += 1) {
    const started = performance.now();
    for (let again = 0; again < 5; again += 1) await read(text);
    least = Math.min(least, performance.now() - started);
  }
  return least;
}
