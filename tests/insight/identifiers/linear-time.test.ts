import { expect, it } from 'vitest';
import { tokenise } from '../../../src/insight/identifiers/tokenise.ts';
import { SOMEONE } from './someone-known.ts';

const SHORT = 60_000;
const TIMES = 8;

/** Stretches that tempt a pattern to begin again at each place. */
it.each([
  'Seen by Dr. Abernathy at Pinewick Hospital on 03/07/1948, call 555-014-8821. ',
  'a',
  'A. ',
  'Aa ',
  '1 ',
  '1-',
  '9',
  'a@',
  'a.',
  'a:',
  'mrn number is ',
  'treated at ',
  'address is ',
  '123 Aa ',
  '[a_',
  "o'",
  'Quillfeather, ',
  '\u200b',
  'а',
])('takes time in proportion to a text of %j', (stretch) => {
  const least = (length: number): number => {
    const text = stretch.repeat(Math.ceil(length / stretch.length));
    return Math.min(...[1, 2, 3].map(() => milliseconds(() => tokenise([text], SOMEONE))));
  };
  least(SHORT);
  expect(least(SHORT * TIMES)).toBeLessThan((least(SHORT) + 2) * TIMES * 4);
});

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
