import type { FastifyInstance } from 'fastify';

/** A public document that says what this server is: read by anybody, and the same for all. */
export function mountDiscovery(server: FastifyInstance, path: string, document: () => object): void {
  server.get(path, async (_request, reply) => reply.send(document()));
}
