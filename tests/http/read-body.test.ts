import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createHttpServer } from '../../src/http/create-http-server.ts';
import { DEFAULT_BOUNDS } from '../../src/http/door-bounds.ts';
import { createMetrics } from '../../src/metrics.ts';
import { sendBytes } from '../support/send-bytes.ts';

const LIMIT = 4096;
const HEAD = 'POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n';
const CHUNKED = `${HEAD}transfer-encoding: chunked\r\n\r\n`;

const taken: unknown[] = [];
let server: FastifyInstance;
let url = '';
beforeAll(async () => {
  server = createHttpServer({
    handle: async ({ body }) => {
      taken.push(body);
      return { status: 200, headers: {}, body: '{}' };
    },
    away: async () => [],
    metrics: createMetrics(),
    exposeMetrics: false,
    bounds: { ...DEFAULT_BOUNDS, bodyBytes: LIMIT },
    newId: () => 'id',
    clock: () => 0,
  });
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

const inPieces = (text: string, length: number) =>
  `${(text.match(new RegExp(`.{1,${length}}`, 'g')) ?? [])
    .map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`)
    .join('')}0\r\n\r\n`;

/** JSON of exactly that many bytes, no two stretches of it alike. */
function ofLength(length: number): { readonly query: string } {
  const text = Array.from({ length }, (_, at) => at).join(',');
  return { query: text.slice(0, length - '{"query":""}'.length) };
}

async function open(): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

describe('a body', () => {
  it.each([1, 7, 1023, 1024, 1025, 4096])('is whole, in pieces of %i bytes', async (piece) => {
    for (const length of [40, 1024, 2049, LIMIT]) {
      const body = ofLength(length);
      const answer = await sendBytes(url, `${CHUNKED}${inPieces(JSON.stringify(body), piece)}`);
      expect([answer.status, taken.at(-1)]).toEqual([200, body]);
    }
  });

  it.each([1, 1000, 5000])('is refused beyond its bound, in pieces of %i bytes', async (piece) => {
    const before = taken.length;
    const text = JSON.stringify(ofLength(LIMIT + 1));
    expect((await sendBytes(url, `${CHUNKED}${inPieces(text, piece)}`)).status).toBe(413);
    expect((await sendBytes(url, `${HEAD}content-length: ${text.length}\r\n\r\n${text}`)).status).toBe(413);
    expect(taken.length).toBe(before);
  });

  it('is not waited for when it is said to be beyond its bound', async () => {
    expect((await sendBytes(url, `${HEAD}content-length: ${LIMIT + 1}\r\n\r\n{`)).status).toBe(413);
  });

  it('keeps its piece while others send theirs', async () => {
    const body = ofLength(200);
    const text = JSON.stringify(body);
    const socket = await open();
    socket.write(`${CHUNKED}${inPieces(text, text.length).slice(0, -5)}`);
    await delay(20);
    const other = `{"query":"${'y'.repeat(188)}"}`;
    for (let again = 0; again < 5; again += 1)
      await sendBytes(url, `${HEAD}content-length: ${other.length}\r\n\r\n${other}`);
    socket.end('0\r\n\r\n');
    await once(socket.resume(), 'close');
    expect(taken.at(-1)).toEqual(body);
  });

  it('that is cut is no request', async () => {
    const before = taken.length;
    const socket = await open();
    socket.write(`${HEAD}content-length: 100\r\n\r\n{"query":"{ a }"}`);
    await delay(20);
    socket.destroy();
    await delay(20);
    expect(taken.length).toBe(before);
  });

  it('that is not of its length is refused', async () => {
    const { statusCode } = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json', 'content-length': '30' },
      body: '{"query":"{ a }"}',
    });
    expect(statusCode).toBe(400);
  });
});
