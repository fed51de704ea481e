import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { readLogUrl } from '../../../src/ledger/verify/log-reader.ts';

const MB = 1024 * 1024;

test('an answer is given up as soon as it is larger than an object, however it is packed', async () => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += MB;
      if (given > 64 * MB) controller.close();
      else controller.enqueue(new Uint8Array(MB));
    },
  });
  const reader = readLogUrl('http://log.test', async () => new Response(endless));
  await expect(reader.get('checkpoint')).rejects.toThrow('more than an object holds');
  expect(given).toBeLessThan(24 * MB);
});

test('what an object holds is read over HTTP, and no more', async () => {
  const sizes = new Map([
    ['/log/checkpoint', 3 * MB],
    ['/log/tile/0/000', 18 * MB],
  ]);
  const server = createServer(({ url }, answer) => {
    const size = sizes.get(url ?? '');
    answer.writeHead(size === undefined ? 404 : 200, { 'content-encoding': 'gzip' });
    answer.end(size === undefined ? undefined : gzipSync(Buffer.alloc(size, 7)));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const reader = readLogUrl(`http://127.0.0.1:${port}/log`);
  expect(Buffer.from((await reader.get('checkpoint')) ?? []).equals(Buffer.alloc(3 * MB, 7))).toBe(true);
  expect(await reader.get('tile/0/001')).toBeNull();
  await expect(reader.get('tile/0/000')).rejects.toThrow('more than an object holds');
});
