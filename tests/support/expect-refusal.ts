import { expect } from 'vitest';
import { type ErrorCode, PUBLIC_MESSAGE } from '../../src/errors.ts';
import type { Answered } from './answered.ts';

/** What tests put where a client may put text, to find it again where it must not be. */
export const CANARY = 'Qzv7Kestrel';

/** A refusal as a whole: its status, one code, constant text, no data, nothing of the request in it. */
export function expectRefusal(answer: Answered, status: number, code: ErrorCode): void {
  expect({ status: answer.status, text: answer.text }).toEqual({ status, text: expect.any(String) });
  expectErrors(answer, code);
  expect(answer.body?.data ?? null).toBeNull();
}

/** Every error of the answer has this code and its constant message, and no part of the request. */
export function expectErrors(answer: Answered, code: ErrorCode): void {
  const errors = answer.body?.errors ?? [];
  expect(errors.length, answer.text).toBeGreaterThan(0);
  for (const { message, path: _path, extensions, ...rest } of errors) {
    expect({ message, code: extensions.code }).toEqual({ message: PUBLIC_MESSAGE[code], code });
    expect(Object.keys(extensions)).toEqual(['code']);
    expect(Object.keys(rest).filter((name) => name !== 'locations')).toEqual([]);
  }
  expectNoCanary(answer);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('phield-request-id')).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
}

export function expectNoCanary(answer: Answered): void {
  const headers = JSON.stringify([...answer.headers]);
  expect(`${headers}${answer.text}`).not.toContain(CANARY);
}
