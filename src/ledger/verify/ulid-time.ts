const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** @returns milliseconds since the epoch: the first ten of a ULID's 26 characters, Crockford's base 32. */
export function ulidTime(ulid: string): number {
  let time = 0;
  for (const digit of ulid.slice(0, 10)) time = time * 32 + DIGITS.indexOf(digit);
  return time;
}
