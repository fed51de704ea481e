import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { JSONWebKeySet } from 'jose';

/** What an issuer's address may answer instead of its keys. */
const ANSWERS: Readonly<Record<string, (response: ServerResponse, base: string) => void>> = Object.freeze({
  '/hang': () => {},
  '/redirect': (response, base) => void response.writeHead(302, { location: `${base}/trap` }).end(),
  '/garbage': (response) => void response.end('<html>not keys</html>'),
  '/failing': (response) => void response.writeHead(500).end(),
  '/secret': (response) =>
    void response.end(JSON.stringify({ keys: [{ kty: 'oct', k: SECRET, kid: 'k', alg: 'HS256' }] })),
  '/huge': (response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  },
});

/** A secret that a hostile key set gives away, in base64url. */
export const SECRET = Buffer.alloc(32, 7).toString('base64url');

export interface HostileKeys {
  readonly base: string;
  /** Requests for what nobody configured: `/trap` and whatever is no path of ours. */
  trapped(): readonly string[];
  close(): Promise<void>;
}

/** Key sets that are none, one good one at `/keys`, and a trap. */
export async function serveHostileKeys(good: JSONWebKeySet): Promise<HostileKeys> {
  const trapped: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    response.on('error', () => {});
    const answer = ANSWERS[path];
    if (path === '/keys') response.end(JSON.stringify(good));
    else if (answer !== undefined) answer(response, base);
    else {
      trapped.push(path);
      response.end(JSON.stringify(good));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const base = `http://127.0.0.1:${address.port}`;
  return {
    base,
    trapped: () => trapped,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
