import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMetricsServer } from '../../src/http/create-metrics-server.ts';
import { DEFAULT_BOUNDS } from '../../src/http/door-bounds.ts';
import { createMetrics } from '../../src/metrics.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { sendBytes } from '../support/send-bytes.ts';

const ID = '0'.repeat(26);

async function served() {
  const counted: string[] = [];
  const server = createMetricsServer({
    metrics: createMetrics(),
    refusals: { count: (address, code) => counted.push(`${address} ${code}`) },
    bounds: { ...DEFAULT_BOUNDS, headersMs: 150, requestMs: 300, checkEveryMs: 50 },
    newId: () => ID,
  });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => server.close());
  return { server, url, counted };
}

/** A connection whose client sends this and then nothing. */
async function leaveOpen(url: string, bytes: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.resume().write(bytes);
  return socket;
}

describe('the port of metrics', () => {
  it('serves them, and nothing else; what it refuses is not repeated', async () => {
    const { url, counted } = await served();
    const metrics = await fetch(`${url}/metrics`);
    expect([metrics.status, await metrics.text()]).toEqual([200, expect.stringContaining('# HELP')]);
    expect(metrics.headers.get('cache-control')).toBe('no-store');
    for (const init of ['GET /canary', 'POST /metrics', 'GET /graphql?query=%7Bcanary%7D']) {
      const answer = await sendBytes(url, `${init} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      expectRefusal(answer, 404, 'BAD_REQUEST');
      expect(answer.text).not.toContain('canary');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect(counted).toEqual(Array.from({ length: 3 }, () => '127.0.0.1 BAD_REQUEST'));
  });

  it('cuts whoever drips', async () => {
    const { url } = await served();
    const answer = await sendBytes(url, 'GET /metrics HTTP/1.1\r\nhost: x\r\nx: ');
    expectRefusal(answer, 408, 'BAD_REQUEST');
  });

  it.each([
    ['silent', ''],
    ['half-way through a request', 'GET /metrics HTTP/1.1\r\nhost: x\r\n'],
    ['kept after an answer', 'GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n'],
  ])('ends although a connection is %s', async (_what, bytes) => {
    const server = createMetricsServer({ metrics: createMetrics(), newId: () => ID });
    const url = await server.listen({ port: 0, host: '127.0.0.1' });
    await leaveOpen(url, bytes);
    // Answered after it, so it has arrived.
    await (await fetch(`${url}/metrics`)).text();
    const ended = server.close().then(() => 'ended');
    expect(await Promise.race([ended, delay(8_000, 'held up', { ref: false })])).toBe('ended');
  });
});
