import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { noticeTarget, sendNotice, WebhookError } from '../../src/signals/send-notice.ts';

const KEY = Buffer.alloc(32, 7);
const NOW = Date.UTC(2026, 0, 5, 12);

interface Got {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Sends one notice to a server that answers with these codes, one after the other. */
async function sent(codes: readonly number[]) {
  const got: Got[] = [];
  const waits: number[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(codes[got.length - 1] ?? 200, { location: '/elsewhere' }).end('no');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  let now = NOW;
  const wait = (milliseconds: number) => {
    waits.push(milliseconds);
    now += milliseconds;
    return Promise.resolve();
  };
  const target = noticeTarget(new URL(`http://127.0.0.1:${port}/hook`), KEY);
  const taken = await sendNotice(target, 'n1', 'north', ['f1', 'f2'], {
    send: fetch,
    clock: () => now,
    wait,
  });
  await new Promise((done) => server.close(done));
  return { taken, got, waits };
}

test('ids alone are sent, with a time and a signature that the receiver can make too', async () => {
  const { taken, got } = await sent([204]);
  expect(taken).toBe(true);
  expect(got).toHaveLength(1);
  expect(got[0]?.body).toBe('{"type":"phield.findings","tenant":"north","findings":["f1","f2"]}');
  const time = String(NOW / 1_000);
  const signature = createHmac('sha256', KEY).update(`n1.${time}.${got[0]?.body}`).digest('base64');
  expect(got[0]?.headers).toMatchObject({
    'webhook-id': 'n1',
    'webhook-timestamp': time,
    'webhook-signature': `v1,${signature}`,
  });
});

test('it is tried again while the other side cannot, each time signed anew', async () => {
  const { taken, got, waits } = await sent([503, 429, 200]);
  expect({ taken, waits }).toEqual({ taken: true, waits: [1_000, 5_000] });
  const times = got.map(({ headers }) => Number(headers['webhook-timestamp']) - NOW / 1_000);
  expect(times).toEqual([0, 1, 6]);
  expect(new Set(got.map(({ headers }) => headers['webhook-signature'])).size).toBe(3);
});

test.each([
  [[500, 500, 500, 500], 4],
  [[400], 1],
  [[302], 1],
  [[401], 1],
])('%s is not taken', async (codes, tries) => {
  const { taken, got } = await sent(codes);
  expect({ taken, tries: got.length }).toEqual({ taken: false, tries });
});

test.each([
  ['http://example.test/hook', KEY],
  ['ftp://127.0.0.1/hook', KEY],
  ['https://user:word@example.test/hook', KEY],
  ['https://example.test/hook', Buffer.alloc(8)],
])('nothing is ever sent to %s', (url, key) => {
  expect(() => noticeTarget(new URL(url), key)).toThrow(WebhookError);
});

test('a server that is not there is tried four times', async () => {
  const waits: number[] = [];
  const wait = (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  const parts = { send: () => Promise.reject(new Error('gone')), clock: () => NOW, wait };
  const target = noticeTarget(new URL('https://example.test'), KEY);
  expect(await sendNotice(target, 'n1', 'north', [], parts)).toBe(false);
  expect(waits).toEqual([1_000, 5_000, 25_000]);
});
