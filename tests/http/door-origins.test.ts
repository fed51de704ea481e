import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpParts } from '../../src/http/create-http-server.ts';
import { CLOSED_DOOR, doorOf } from '../../src/http/door-settings.ts';
import { createMetrics } from '../../src/metrics.ts';
import type { Answered } from '../support/answered.ts';
import { answered } from '../support/answered.ts';
import { CANARY } from '../support/expect-refusal.ts';
import { sendBytes } from '../support/send-bytes.ts';

const PORTAL = 'https://portal.example';

let asked = 0;
const counted: string[] = [];
const parts: HttpParts = {
  handle: async () => {
    asked += 1;
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"data":{}}' };
  },
  away: async () => [],
  metrics: createMetrics(),
  exposeMetrics: false,
  door: { ...CLOSED_DOOR, origins: [PORTAL] },
  refusals: { count: (address, code) => counted.push(`${address} ${code}`) },
  newId: () => 'id',
  clock: () => 0,
};

let server: FastifyInstance;
let url = '';
beforeAll(async () => {
  server = createHttpServer(parts);
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());
beforeEach(() => {
  asked = 0;
  counted.length = 0;
});

const send = async (path: string, init: RequestInit = {}) => answered(await fetch(`${url}${path}`, init));
const post = (headers: Record<string, string>) =>
  send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"query":"{ a }"}',
  });

function expectForbidden(answer: Answered): void {
  expect({
    status: answer.status,
    codes: answer.body?.errors?.map(({ extensions }) => extensions.code),
    asked,
  }).toEqual({ status: 403, codes: ['FORBIDDEN'], asked: 0 });
  expect(answer.text).not.toContain(CANARY);
}

describe('a page of another origin', () => {
  it.each([
    'https://evil.example',
    'https://portal.example.evil.example',
    'http://portal.example',
    'https://portal.example:8443',
    'https://PORTAL.example',
    'null',
    '',
    '*',
    `https://${CANARY}.example`,
    `${PORTAL}, https://evil.example`,
  ])('is refused before anything runs: %s', async (origin) => {
    for (const init of [{}, { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } }]) {
      const answer = await send('/graphql', { ...init, headers: { ...init.headers, origin } });
      expectForbidden(answer);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    expectForbidden(await post({ origin }));
  });

  it('asks when it is on the list, and is told so for itself alone', async () => {
    const answer = await post({ origin: PORTAL });
    expect({ status: answer.status, asked }).toEqual({ status: 200, asked: 1 });
    expect(answer.headers.get('access-control-allow-origin')).toBe(PORTAL);
    expect(answer.headers.get('vary')).toBe('Origin');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('is answered before it asks when it is on the list', async () => {
    const headers = { origin: PORTAL, 'access-control-request-method': 'POST' };
    const answer = await send('/graphql', { method: 'OPTIONS', headers });
    expect({ status: answer.status, text: answer.text, asked }).toEqual({ status: 204, text: '', asked: 0 });
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, POST');
    expect(answer.headers.get('access-control-allow-headers')).toMatch(/\bauthorization\b.*\bdpop\b/);
    expect(answer.headers.get('access-control-allow-origin')).toBe(PORTAL);
  });

  it.each([
    'evil.example',
    'evil.example:80',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '1.2.3.4.5',
  ])('is refused though its name was pointed at us: %s', async (host) => {
    const head = [
      'GET /graphql?query=%7Ba%7D HTTP/1.1',
      `host: ${host}`,
      `origin: http://${host}`,
      'connection: close',
    ];
    expectForbidden(await sendBytes(url, `${head.join('\r\n')}\r\n\r\n`));
  });

  it('is not one of our own number, whichever', async () => {
    for (const host of ['127.0.0.1:4000', 'localhost:4000', '[::1]:4000', '192.0.2.7']) {
      const head = [
        'GET /graphql?query=%7Ba%7D HTTP/1.1',
        `host: ${host}`,
        `origin: http://${host}`,
        'connection: close',
      ];
      expect((await sendBytes(url, `${head.join('\r\n')}\r\n\r\n`)).status).toBe(200);
    }
  });

  it('is not one of our own address', async () => {
    expect((await post({ origin: url })).status).toBe(200);
    expect((await post({ origin: url })).headers.get('access-control-allow-origin')).toBeNull();
    expect((await send('/graphql', { method: 'OPTIONS', headers: { origin: url } })).status).toBe(405);
  });
});

const ODD: readonly (readonly [string, number, string])[] = [
  ['no host', 400, ''],
  ['two hosts', 400, 'host: x\r\nhost: y\r\n'],
  ['an expectation', 417, `host: x\r\nexpect: ${CANARY}\r\n`],
  ['two expectations', 417, `host: x\r\nexpect: 100-continue, ${CANARY}\r\n`],
];
const oddly = (lines: string) => `GET /health/live HTTP/1.1\r\n${lines}connection: close\r\n\r\n`;

describe('what HTTP has a word for itself', () => {
  it.each(ODD)('is refused by our own: %s', async (_what, status, lines) => {
    const answer = await sendBytes(url, oddly(lines));
    expect(answer.status).toBe(status);
    expect(answer.body?.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_REQUEST']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-frame-options')).toBe('DENY');
    expect(answer.text).not.toContain(CANARY);
  });

  it.each([
    ['HTTP/1.0, which needs no host', 'GET /health/live HTTP/1.0\r\n\r\n'],
    ['whoever waits to be told to go on', oddly('host: x\r\nexpect: 100-Continue\r\n')],
  ])('is answered: %s', async (_what, bytes) => {
    expect((await sendBytes(url, bytes)).status).toBe(200);
  });
});

describe('whoever is turned away at the door', () => {
  it.each<[string, string, () => Promise<unknown>]>([
    ['an origin', 'FORBIDDEN', () => post({ origin: 'https://evil.example' })],
    ['a type', 'BAD_REQUEST', () => post({ 'content-type': 'text/plain' })],
    ['an answer that would not be taken', 'BAD_REQUEST', () => post({ accept: 'text/html' })],
    ['a path', 'BAD_REQUEST', () => send('/nothing')],
    ['a method', 'BAD_REQUEST', () => send('/graphql', { method: 'DELETE' })],
    ['an address that does not decode', 'BAD_REQUEST', () => send('/%E0%A4%A')],
    ['bytes that are no HTTP', 'BAD_REQUEST', () => sendBytes(url, 'nothing\r\n\r\n')],
    ...ODD.map(([what, , lines]): [string, string, () => Promise<unknown>] => [
      what,
      'BAD_REQUEST',
      () => sendBytes(url, oddly(lines)),
    ]),
  ])('is counted by source, once: for %s', async (_what, code, ask) => {
    await ask();
    expect(counted).toEqual([`127.0.0.1 ${code}`]);
  });

  it('and whoever is let in is not', async () => {
    await post({});
    await send('/health/live');
    expect(counted).toEqual([]);
  });
});

describe('the door of a configuration', () => {
  it('knows the public address for its own, and promises TLS in production', () => {
    const config = { corsOrigins: [PORTAL], draftStatus: true, publicUrl: 'https://api.example/phield' };
    expect(doorOf({ ...config, profile: 'production' })).toEqual({
      origins: [PORTAL, 'https://api.example'],
      strictTransport: true,
      draftStatus: true,
    });
    const plain = { corsOrigins: [], draftStatus: false, publicUrl: null };
    expect(doorOf({ ...plain, profile: 'embedded' })).toEqual(CLOSED_DOOR);
  });
});
