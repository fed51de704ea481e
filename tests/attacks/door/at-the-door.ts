import { expect } from 'vitest';
import { type ErrorCode, PUBLIC_MESSAGE } from '../../../src/errors.ts';
import type { Answered } from '../../support/answered.ts';
import { CANARY } from '../../support/expect-refusal.ts';
import { sendBytes } from '../../support/send-bytes.ts';
import type { WatchedGateway } from '../../support/watched-gateway.ts';

export type Attack = (door: Door) => Promise<Answered>;

/** Ways in, with a good token unless told otherwise. */
export interface Door {
  post(body: string | Uint8Array<ArrayBuffer>, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  get(
    search: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
    path?: string,
  ): Promise<Answered>;
  /** Lines of a request and what follows them, as they are. */
  bytes(lines: readonly string[], body?: string): Promise<Answered>;
  /** First lines of a request for `bytes`. */
  head(...more: readonly string[]): readonly string[];
  send: WatchedGateway['send'];
  /** Refused with one of the codes by constant words, and neither resolver nor store nor model was asked. */
  expectUntouched(attack: Attack, status: number, codes: readonly ErrorCode[]): Promise<Answered>;
}

export function atTheDoor(gateway: WatchedGateway, token: string): Door {
  const authorization = `Bearer ${token}`;
  const door: Door = {
    send: gateway.send,
    post: (body, headers = {}) =>
      gateway.send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization, ...headers },
        body,
      }),
    get: (search, headers = {}, path = '/graphql') =>
      gateway.send(`${path}?${new URLSearchParams(search)}`, { headers: { authorization, ...headers } }),
    bytes: (lines, body = '') => sendBytes(gateway.url, `${lines.join('\r\n')}\r\n\r\n${body}`),
    head: (...more) => [
      'POST /graphql HTTP/1.1',
      'host: x',
      'connection: close',
      'content-type: application/json',
      `authorization: ${authorization}`,
      ...more,
    ],
    expectUntouched: async (attack, status, codes) => {
      // Whoever asks is known by now, so that nothing of the store is asked about them.
      await door.post('{"query":"{ __typename }"}');
      const before = gateway.touched();
      const answer = await attack(door);
      expect({ status: answer.status, text: answer.text, touched: gateway.touched() }).toEqual({
        status,
        text: expect.any(String),
        touched: before,
      });
      expectConstant(answer, codes);
      expect(JSON.stringify(gateway.log).includes(CANARY)).toBe(false);
      return answer;
    },
  };
  return door;
}

function expectConstant(answer: Answered, codes: readonly ErrorCode[]): void {
  const errors = answer.body?.errors ?? [];
  expect(errors.length).toBeGreaterThan(0);
  for (const { message, extensions, ...rest } of errors) {
    const code = codes.find((one) => one === extensions.code);
    expect(code, answer.text).toBeDefined();
    expect({ message, extensions }).toEqual({
      message: PUBLIC_MESSAGE[code ?? 'INTERNAL_SERVER_ERROR'],
      extensions: { code },
    });
    expect(Object.keys(rest).filter((name) => name !== 'locations')).toEqual([]);
  }
  expect(answer.body?.data ?? null).toBeNull();
  expect(`${answer.text}${JSON.stringify([...answer.headers])}`).not.toContain(CANARY);
}
