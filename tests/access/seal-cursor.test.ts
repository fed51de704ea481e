import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCursorSealer } from '../../src/access/seal-cursor.ts';
import { BadUserInputError, PUBLIC_MESSAGE } from '../../src/errors.ts';

const KEY = new Uint8Array(32).fill(1);
const sealer = createCursorSealer(KEY, randomBytes);
const CONTEXT = ['riverside', 'class', 'Patient.observations', 'Patient/p1', '{"category":"LAB"}'];

function refusal(open: () => unknown): unknown {
  try {
    return open();
  } catch (error) {
    return error;
  }
}

describe('createCursorSealer', () => {
  it('opens what it sealed, for the same context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (position, context) => {
        expect(sealer.open(sealer.seal(position, context), context)).toBe(position);
      }),
    );
  });

  it('tells nothing of the position, and never the same twice', () => {
    const one = sealer.seal('2024-05-01#obs-1', CONTEXT);
    expect(one).not.toBe(sealer.seal('2024-05-01#obs-1', CONTEXT));
    expect(Buffer.from(one, 'base64url').includes('2024')).toBe(false);
    expect(one).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it.each(CONTEXT.map((_, index) => index))('does not open when part %i of the context differs', (index) => {
    const cursor = sealer.seal('p', CONTEXT);
    const other = CONTEXT.map((part, at) => (at === index ? `${part}x` : part));
    expect(() => sealer.open(cursor, other)).toThrow(BadUserInputError);
  });

  it('does not take two contexts for one when the border between parts moves', () => {
    const cursor = sealer.seal('p', ['ab', 'c']);
    for (const other of [
      ['a', 'bc'],
      ['abc'],
      ['ab', 'c', ''],
      ['', 'ab', 'c'],
      ['c', 'ab'],
      ['ab\0\0\0\0c'],
    ]) {
      expect(() => sealer.open(cursor, other)).toThrow(BadUserInputError);
    }
  });

  it('opens nothing in which a single bit was changed', () => {
    const bytes = Buffer.from(sealer.seal('2024-05-01#obs-1', CONTEXT), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => sealer.open(forged.toString('base64url'), CONTEXT)).toThrow(BadUserInputError);
    }
  });

  it('opens nothing that was cut, at whatever length', () => {
    const cursor = sealer.seal('2024-05-01#obs-1', CONTEXT);
    for (let length = 0; length < cursor.length; length++) {
      expect(() => sealer.open(cursor.slice(0, length), CONTEXT)).toThrow(BadUserInputError);
    }
  });

  it('takes back only the spelling it gave out', () => {
    const cursor = sealer.seal('p', CONTEXT);
    for (const other of [
      `${cursor}=`,
      ` ${cursor}`,
      `${cursor}\n`,
      `${cursor}!`,
      `${cursor.slice(0, -1)}+`,
    ]) {
      expect(() => sealer.open(other, CONTEXT)).toThrow(BadUserInputError);
    }
  });

  it('opens nothing of another key', () => {
    const other = createCursorSealer(new Uint8Array(32).fill(2), randomBytes);
    expect(() => sealer.open(other.seal('p', CONTEXT), CONTEXT)).toThrow(BadUserInputError);
  });

  it('refuses whatever else, with the same constant text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        const error = refusal(() => sealer.open(text, CONTEXT));
        expect(error).toBeInstanceOf(BadUserInputError);
        expect(error).toMatchObject({
          message: PUBLIC_MESSAGE.BAD_USER_INPUT,
          detail: 'a cursor that is not of this list',
        });
      }),
    );
  });

  it('takes no endless cursor, not even one of its own', () => {
    expect(() => sealer.open(sealer.seal('x'.repeat(4096), CONTEXT), CONTEXT)).toThrow(BadUserInputError);
  });
});
