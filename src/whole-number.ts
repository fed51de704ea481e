import { z } from 'zod';

/** A whole number that an operator writes, as an option or a setting. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): z.ZodType<number> {
  const expected =
    most === Number.MAX_SAFE_INTEGER
      ? `expected a whole number, ${least} or more`
      : `expected a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,16}$/, expected)
    .transform(Number)
    .pipe(z.number().int(expected).min(least, expected).max(most, expected));
}
