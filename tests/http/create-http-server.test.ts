import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLIC_MESSAGE } from '../../src/errors.ts';
import type { GatewayRequest } from '../../src/handle-operation.ts';
import type { HttpParts } from '../../src/http/create-http-server.ts';
import { createHttpServer } from '../../src/http/create-http-server.ts';
import { createMetrics } from '../../src/metrics.ts';

const taken: GatewayRequest[] = [];
const parts: HttpParts = {
  handle: async (request) => {
    taken.push(request);
    return { status: 200, headers: {}, body: '{}' };
  },
  away: async () => [],
  metrics: createMetrics(),
  exposeMetrics: false,
  newId: () => 'id',
  clock: () => 0,
};
const server = createHttpServer(parts);
let url = '';
beforeAll(async () => {
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

const send = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${url}${path}`, init);
  return { status: answer.status, body: await answer.text() };
};
const post = (body: string, type = 'application/json') =>
  send('/graphql', { method: 'POST', headers: { 'content-type': type }, body });
const CONSTANT = JSON.stringify({
  errors: [{ message: PUBLIC_MESSAGE.BAD_REQUEST, extensions: { code: 'BAD_REQUEST' } }],
});

describe('a body', () => {
  it('is taken when it is JSON', async () => {
    expect((await post('{"query":"{ a }"}')).status).toBe(200);
    expect(taken.at(-1)?.body).toEqual({ query: '{ a }' });
  });

  it('is bounded', async () => {
    expect(await post(JSON.stringify({ query: 'x'.repeat(256 * 1024) }))).toEqual({
      status: 413,
      body: `${CONSTANT}\n`,
    });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'of type %s is not taken: a form needs no preflight',
    async (type) => {
      expect((await post('{"query":"{ a }"}', type)).status).toBe(415);
    },
  );

  it.each(['{"__proto__":{"query":"{ a }"}}', '{"constructor":{"prototype":{"a":1}}}'])(
    'that reaches for a prototype is refused: %s',
    async (payload) => {
      expect((await post(payload)).status).toBe(400);
    },
  );

  it('that is no JSON is refused with a constant', async () => {
    expect(await post('{"query": canary')).toEqual({ status: 400, body: `${CONSTANT}\n` });
  });
});

describe('an address', () => {
  it.each(['/canary', '/graphql/canary', '/health/canary'])('%s is refused with a constant', async (path) => {
    expect(await send(path)).toEqual({ status: 404, body: `${CONSTANT}\n` });
  });

  it('of health says what is away, and nothing else', async () => {
    expect(await send('/health/ready')).toEqual({ status: 200, body: '{"status":"ok"}' });
    const failing = createHttpServer({ ...parts, away: async () => ['ledger', 'store'] });
    const { statusCode, body } = await failing.inject({ url: '/health/ready' });
    expect([statusCode, body]).toEqual([503, '{"status":"unavailable","away":["ledger","store"]}']);
    await failing.close();
  });

  it('of metrics is served only where it is to be', async () => {
    expect((await send('/metrics')).status).toBe(404);
    const open = createHttpServer({ ...parts, exposeMetrics: true });
    expect((await open.inject({ url: '/metrics' })).statusCode).toBe(200);
    await open.close();
  });
});

describe('a token given twice', () => {
  it('stays two: which of them counts is not for the server to choose', async () => {
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname);
    const twice = 'Authorization: a\r\nAuthorization: b\r\n';
    socket.write(`GET /graphql HTTP/1.1\r\nHost: a\r\n${twice}Connection: close\r\n\r\n`);
    await new Promise((resolve) => socket.once('end', resolve).resume());
    expect(taken.at(-1)?.headers.authorization).toEqual(['a', 'b']);
  });
});
