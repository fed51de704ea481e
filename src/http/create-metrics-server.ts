import type { FastifyInstance } from 'fastify';
import fastify from 'fastify';
import type { Metrics } from '../metrics.ts';
import { DEFAULT_BOUNDS } from './door-bounds.ts';

/** `/metrics` on a port of its own, so that the API's port need not expose it. */
export function createMetricsServer(metrics: Metrics): FastifyInstance {
  const server = fastify({ logger: false, requestTimeout: DEFAULT_BOUNDS.requestMs, bodyLimit: 1024 });
  server.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
  return server;
}
