import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { enableCompileCache } from 'node:module';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { COMPILE_CACHE } from '../../src/compile-cache.ts';
import { removeStoreFile, writeStoreFile } from './store-file.ts';

/**
 * The embedded store's own process: dynalite over LevelDB in `<dataDir>/store`, on loopback. LevelDB's lock,
 * which the kernel drops with the process, lets one store at a time own the folder; only its owner writes
 * `store.json`. It outlives whoever started it and ends when no client holds a line to it.
 *
 * Arguments: the data folder, milliseconds to the first client, milliseconds after the last one.
 */
const [dataDir = '.', firstClient = '10000', lastClient = '1000'] = process.argv.slice(2);

// dynalite throws what it does not expect, a folder locked by another store among it, out of its callbacks.
process.on('uncaughtException', () => process.exit(3));
process.on('unhandledRejection', () => process.exit(3));

enableCompileCache(COMPILE_CACHE);
const { default: dynalite } = await import('dynalite');
const store = dynalite({
  path: join(dataDir, 'store'),
  createTableMs: 0,
  deleteTableMs: 0,
  updateTableMs: 0,
});
store.keepAliveTimeout = 60_000;
const port = await listen(store);
await openDatabase(port);

const clients = new Set<Socket>();
const greeting = `phield-store ${randomBytes(16).toString('hex')}`;
let idle = setTimeout(end, Number(firstClient));
let ending = false;

const lines = createServer((client) => {
  clearTimeout(idle);
  clients.add(client);
  client.on('error', () => client.destroy());
  client.on('close', () => {
    clients.delete(client);
    clearTimeout(idle);
    if (clients.size === 0) idle = setTimeout(end, Number(lastClient));
  });
  client.resume();
  client.write(`${greeting}\n`);
});

await writeStoreFile(dataDir, { pid: process.pid, port, line: await listen(lines), greeting });
process.on('SIGTERM', end);
process.on('SIGINT', end);

/** Lets requests under way finish, closes LevelDB, and gives the folder free. */
function end(): void {
  if (ending) return;
  ending = true;
  lines.close();
  for (const client of clients) client.destroy();
  setTimeout(() => process.exit(4), 10_000).unref();
  void removeStoreFile(dataDir, process.pid).finally(() => {
    store.close(() => process.exit(0));
    // A connection that is kept alive becomes idle only after its last answer.
    setInterval(() => store.closeIdleConnections(), 20);
  });
}

async function listen(server: Server | ReturnType<typeof dynalite>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** LevelDB opens at the first operation: no client may find the store before that has worked. */
async function openDatabase(storePort: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${storePort}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=embedded/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: '{}',
  });
  if (!answer.ok) throw new Error('the store does not open');
  await answer.arrayBuffer();
}
