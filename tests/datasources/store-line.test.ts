import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openStoreLine } from '../../datasources/dynamodb/store-line.ts';

const GREETING = 'phield-store 0123';
const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

/** Opens a line to somebody who says this first. */
async function lineTo(...said: readonly string[]): Promise<Socket | null> {
  const server = createServer(async (client) => {
    client.on('error', () => client.destroy());
    for (const text of said) {
      client.write(text);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const line = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const socket = await openStoreLine({ pid: 1, port: 1, line, greeting: GREETING }, 300);
  ended.push(() => {
    socket?.destroy();
    server.close();
  });
  return socket;
}

describe('a line to the store', () => {
  it('is there once it greets as its file says, in one piece or several', async () => {
    expect(await lineTo(`${GREETING}\n`)).not.toBeNull();
    expect(await lineTo('phield-', 'store 01', '23\n')).not.toBeNull();
  });

  it.each([
    ['HTTP/1.1 400 Bad Request\r\n'],
    ['phield-store 0124\n'],
    [`${GREETING}4\n`],
    [`${GREETING}\n\n`],
    [],
  ])('is none to somebody else: %j', async (...said) => {
    expect(await lineTo(...said)).toBeNull();
  });
});
