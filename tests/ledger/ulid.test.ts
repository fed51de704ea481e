import { randomBytes } from 'node:crypto';
import { decodeTime, isValid } from 'ulid';
import { expect, test } from 'vitest';
import { createUlid } from '../../src/ledger/ulid.ts';

test('ids rise strictly while the clock stands still or steps back', () => {
  let now = Date.parse('2026-11-21T10:00:00Z');
  const next = createUlid(() => now, randomBytes);
  const ids: string[] = [];
  for (let n = 0; n < 1_000; n += 1) {
    if (n === 300) now += 5;
    if (n === 600) now -= 60_000;
    ids.push(next());
  }
  expect(ids.every(isValid)).toBe(true);
  expect(new Set(ids).size).toBe(1_000);
  expect([...ids].sort()).toEqual(ids);
  expect(decodeTime(ids[0] ?? '')).toBe(Date.parse('2026-11-21T10:00:00Z'));
});

test('every symbol comes from the randomness given', () => {
  const zeros = createUlid(
    () => 1,
    (size) => new Uint8Array(size),
  );
  const ones = createUlid(
    () => 1,
    (size) => new Uint8Array(size).fill(255),
  );
  expect(zeros()).toBe(`${'0'.repeat(9)}1${'0'.repeat(16)}`);
  expect(ones()).toBe(`${'0'.repeat(9)}1${'Z'.repeat(16)}`);
});

test('no random byte serves twice, however many are fetched at once', () => {
  let now = 0;
  let given = 0;
  const next = createUlid(
    () => now,
    // One symbol per byte, in an order that repeats only after 31: a byte left out or used again shows.
    (size) => Uint8Array.from({ length: size }, () => (given++ % 31) * 8),
  );
  const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let used = 0;
  for (now = 1; now <= 300; now += 1) {
    const expected = Array.from({ length: 16 }, () => symbols[used++ % 31]).join('');
    // The library draws from the last symbol to the first.
    expect([...next().slice(10)].reverse().join('')).toBe(expected);
  }
});
