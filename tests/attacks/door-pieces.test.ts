import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../src/http/create-http-server.ts';
import { DEFAULT_BOUNDS } from '../../src/http/door-bounds.ts';
import { createMetrics } from '../../src/metrics.ts';
import { heapInUse } from '../support/heap-in-use.ts';

const CONNECTIONS = 4;
/** Of one byte each, as many as a body may have. */
const PIECES = DEFAULT_BOUNDS.bodyBytes - 1;
const BODY = '1\r\n \r\n'.repeat(PIECES);

let server: FastifyInstance;
let url = '';
const accepted: Socket[] = [];
const held: (() => void)[] = [];
beforeAll(async () => {
  server = createHttpServer({
    handle: async () => ({ status: 200, headers: {}, body: '{}' }),
    away: () =>
      new Promise((resolve) => {
        held.push(() => resolve([]));
      }),
    metrics: createMetrics(),
    exposeMetrics: false,
    newId: () => 'id',
    clock: () => 0,
  });
  server.server.on('connection', (socket) => accepted.push(socket));
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

async function send(head: string): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => {});
  await once(socket, 'connect');
  socket.write(`${head}host: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`);
  socket.write(BODY);
  return socket;
}

const inUse = () => heapInUse() + process.memoryUsage().arrayBuffers;

/** Until all has come, or nothing more does. */
async function arrived(): Promise<void> {
  const bytes = () => accepted.reduce((sum, socket) => sum + socket.bytesRead, 0);
  for (let before = -1, idle = 0; bytes() < CONNECTIONS * BODY.length && idle < 25; ) {
    await delay(20);
    idle = bytes() === before ? idle + 1 : 0;
    before = bytes();
  }
}

describe('a body in pieces of one byte, from nobody in particular', () => {
  it.each([
    ['where it is read', 'POST /graphql HTTP/1.1\r\n'],
    ['where nobody reads it', 'GET /health/ready HTTP/1.1\r\n'],
  ])('costs no more than a few times its bytes: %s', async (_what, head) => {
    accepted.length = 0;
    const before = inUse();
    const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => send(head)));
    await arrived();
    const grown = inUse() - before;
    for (const socket of sockets) socket.destroy();
    for (const release of held) release();
    // A buffer of the bytes, and what a connection costs.
    expect(grown / (CONNECTIONS * PIECES)).toBeLessThan(4);
  });
});
