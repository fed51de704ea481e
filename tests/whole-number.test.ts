import { expect, it } from 'vitest';
import { wholeNumber } from '../src/whole-number.ts';

it.each(['1', '7', '10000'])('%s is one', (text) => {
  expect(wholeNumber(1, 10_000).parse(text)).toBe(Number(text));
});

it.each(['0', '10001', '-1', '1.5', '1e2', '', ' 1', 'all', '0x10'])(
  '“%s” is none, and what is expected is said',
  (text) => {
    expect(wholeNumber(1, 10_000).safeParse(text).error?.issues).toMatchObject([
      { message: 'expected a whole number from 1 to 10000' },
    ]);
  },
);

it('says no bound that nobody means', () => {
  for (const text of ['0', '9999999999999999']) {
    expect(wholeNumber(1).safeParse(text).error?.issues[0]?.message).toBe(
      'expected a whole number, 1 or more',
    );
  }
});
