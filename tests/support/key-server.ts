import { once } from 'node:events';
import { createServer } from 'node:http';
import type { JSONWebKeySet } from 'jose';

/** An issuer's key set on loopback. */
export interface KeyServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveKeys(keys: JSONWebKeySet): Promise<KeyServer> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/jwk-set+json' });
    response.end(JSON.stringify(keys));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/keys`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
