import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpParts } from '../../src/http/create-http-server.ts';
import { DEFAULT_BOUNDS } from '../../src/http/door-bounds.ts';
import { CLOSED_DOOR } from '../../src/http/door-settings.ts';
import { createMetrics } from '../../src/metrics.ts';
import type { Answered } from '../support/answered.ts';
import { answered } from '../support/answered.ts';
import { CANARY } from '../support/expect-refusal.ts';
import { sendBytes } from '../support/send-bytes.ts';

const CONNECTIONS = 12;

let asked = 0;
const parts: HttpParts = {
  handle: async () => {
    asked += 1;
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"data":{}}' };
  },
  away: async () => [],
  metrics: createMetrics(),
  exposeMetrics: true,
  door: { ...CLOSED_DOOR, strictTransport: true },
  bounds: { ...DEFAULT_BOUNDS, headersMs: 150, requestMs: 300, checkEveryMs: 50 },
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
});

const send = async (path: string, init: RequestInit = {}) => answered(await fetch(`${url}${path}`, init));
const post = (
  headers: Record<string, string>,
  body: string | Uint8Array<ArrayBuffer> = '{"query":"{ a }"}',
) => send('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

function expectRefused(answer: Answered, status: number, code = 'BAD_REQUEST'): void {
  expect({
    status: answer.status,
    codes: answer.body?.errors?.map(({ extensions }) => extensions.code),
  }).toEqual({
    status,
    codes: [code],
  });
  expect(answer.text).not.toContain(CANARY);
  expect(asked).toBe(0);
}

describe('a body', () => {
  const bomb = Buffer.alloc(10_000_000, 'x');
  it.each<[string, Record<string, string>, Uint8Array<ArrayBuffer>]>([
    ['gzip', { 'content-encoding': 'gzip' }, Uint8Array.from(gzipSync(bomb))],
    ['deflate', { 'content-encoding': 'deflate' }, Uint8Array.from(deflateSync(bomb))],
    ['br', { 'content-encoding': 'br' }, Uint8Array.from(brotliCompressSync(bomb))],
    ['two of them', { 'content-encoding': 'identity, gzip' }, Uint8Array.from(gzipSync(bomb))],
    ['a coding nobody knows', { 'content-encoding': CANARY }, Uint8Array.from([1])],
  ])('is not unfolded: %s', async (_name, headers, body) => {
    expectRefused(await post(headers, body), 415);
  });

  it('may say that it is as it is', async () => {
    expect((await post({ 'content-encoding': 'identity' })).status).toBe(200);
  });

  it.each([
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json;charset="utf-7"',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; charset=',
    'application/json; x=y; CHARSET=UTF-32',
    `application/json; charset=${CANARY}`,
    'application/json-seq',
    'application/jsonx; charset=utf-8',
    'text/json',
    'application/graphql-response+json',
    'text/plain; application/json',
    'application/json, text/plain',
    `application/json; x=${'y'.repeat(240)}`,
  ])('is not read as %s', async (type) => {
    expectRefused(await post({ 'content-type': type }), 415);
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"', 'application/json; x=y'])(
    'is read as %s',
    async (type) => {
      expect((await post({ 'content-type': type })).status).toBe(200);
    },
  );

  it('is not read when two types are given', async () => {
    const lines = [
      'POST /graphql HTTP/1.1',
      'host: x',
      'content-type: application/json',
      'content-type: text/plain',
    ];
    expectRefused(
      await sendBytes(url, `${lines.join('\r\n')}\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}`),
      400,
    );
  });

  it.each([
    ['a name twice', '{"query":"{ a }","query":"{ b }"}'],
    ['depth', `{"variables":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['depth without end', '['.repeat(200_000)],
    ['a huge number', '{"variables":{"a":1e400}}'],
    ['a number without end', `{"variables":{"a":${'1'.repeat(200_000)}}}`],
  ])('is refused with %s', async (_what, body) => {
    expectRefused(await post({}, body), 400);
  });

  it('is refused with bytes that are no UTF-8', async () => {
    expectRefused(await post({}, Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), 400);
  });

  it.each(['variables', 'extensions'])('is refused no less for standing in the address: %s', async (name) => {
    for (const text of ['{"a":1,"a":2}', '['.repeat(500), '[1e999]'])
      expectRefused(await send(`/graphql?query=%7Ba%7D&${name}=${encodeURIComponent(text)}`), 400);
  });
});

describe('every answer', () => {
  it.each<[string, RequestInit]>([
    ['/graphql?query=%7Ba%7D', {}],
    ['/health/live', {}],
    ['/health/ready', {}],
    ['/metrics', {}],
    ['/nothing', {}],
    ['/%E0%A4%A', {}],
    ['/graphql', { method: 'DELETE' }],
    ['/graphql', { method: 'POST', body: 'x' }],
    ['/graphql', { headers: { origin: 'https://evil.example' } }],
  ])('forbids pages, keeping and telling onwards: %s %j', async (path, init) => {
    const { headers } = await send(path, init);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
  });

  it('has them where the request was none', async () => {
    const answer = await sendBytes(url, `${CANARY}\r\n\r\n`);
    expectRefused(answer, 400);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('promises TLS only where there is TLS', async () => {
    const plain = createHttpServer({ ...parts, door: CLOSED_DOOR });
    const answer = await plain.inject({ url: '/health/live' });
    expect(answer.headers['strict-transport-security']).toBeUndefined();
    await plain.close();
  });
});

describe('an answer that the client would not take', () => {
  it.each([
    'text/html',
    'multipart/mixed; deferSpec=20220824',
    'application/json;q=0',
    'application/json;q=0.0, application/graphql-response+json;q=x',
    'application/json; charset=utf-16',
    'application/json; profile=other',
    '*/*; level=1',
    'application/*;q=0, */*',
    'application/json, application/json;q=x',
    'image/*, text/plain;q=0.5',
    '',
  ])('is not made: %s', async (accept) => {
    expectRefused(await post({ accept }), 406);
  });

  it.each([
    'application/json',
    'text/html, */*;q=0.1',
    'application/graphql-response+json; charset=utf-8, application/json;q=0.9',
    'APPLICATION/*',
    'application/json;q=0, */*',
    'application/json;charset="UTF-8";q=0.001',
  ])('is made where it would: %s', async (accept) => {
    expect((await post({ accept })).status).toBe(200);
  });
});

describe('a method', () => {
  it.each(['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'])('that is none of ours: %s', async (method) => {
    const answer = await send('/graphql', { method });
    expect({ status: answer.status, allow: answer.headers.get('allow'), asked }).toEqual({
      status: 405,
      allow: 'GET, POST',
      asked: 0,
    });
  });

  it('that would give the request back: TRACE', async () => {
    const lines = [
      'TRACE /graphql HTTP/1.1',
      'host: x',
      `authorization: Bearer ${CANARY}`,
      'connection: close',
    ];
    expectRefused(await sendBytes(url, `${lines.join('\r\n')}\r\n\r\n`), 405);
  });

  it('that would open a tunnel: CONNECT', async () => {
    const answer = await sendBytes(url, `CONNECT ${CANARY}:443 HTTP/1.1\r\nhost: x\r\n\r\n`).catch(
      () => null,
    );
    expect(answer?.text ?? '').not.toContain(CANARY);
    expect(asked).toBe(0);
  });
});

describe('a client that holds on', () => {
  it('is cut while its headers drip', async () => {
    const answer = await sendBytes(url, 'GET /graphql?query=%7Ba%7D HTTP/1.1\r\nhost: x\r\nx: ');
    expectRefused(answer, 408);
  });

  it('is cut while its body drips', async () => {
    const head =
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{';
    expectRefused(await sendBytes(url, head), 408);
  });

  it('sends so many headers and no more', async () => {
    const many = Array.from({ length: 101 }, (_, at) => `x${at}: y`).join('\r\n');
    const head = `GET /graphql?query=%7Ba%7D HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${many}\r\n\r\n`;
    expectRefused(await sendBytes(url, head), 431);
  });

  it('has so many connections and no more; afterwards others are served', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const narrow = createHttpServer({
      ...parts,
      handle: async (request) => {
        const answer = await parts.handle(request);
        await gate;
        return answer;
      },
      bounds: { ...DEFAULT_BOUNDS, connections: CONNECTIONS },
    });
    const address = await narrow.listen({ port: 0, host: '127.0.0.1' });
    const request = 'GET /graphql?query=%7Ba%7D HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
    const held = Array.from({ length: CONNECTIONS }, () => sendBytes(address, request));
    while (asked < CONNECTIONS) await delay(5);
    // One more is ended at once, unheard.
    const { port, hostname } = new URL(address);
    const more = connect(Number(port), hostname).on('error', () => {});
    more.write(request);
    await Promise.race([new Promise((resolve) => more.once('close', resolve).resume()), delay(3_000)]);
    expect({ ended: more.destroyed, heard: more.bytesRead, asked }).toEqual({
      ended: true,
      heard: 0,
      asked: CONNECTIONS,
    });
    open();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual(held.map(() => 200));
    expect((await sendBytes(address, request)).status).toBe(200);
    await narrow.close();
  });
});
