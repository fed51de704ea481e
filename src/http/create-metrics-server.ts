import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';
import { createDoor, type DoorParts } from './create-door.ts';

export interface MetricsParts extends DoorParts {
  readonly metrics: Metrics;
}

/** `/metrics` on a port of its own, so that the API's port need not expose it; bounded and ended as the API's is. */
export function createMetricsServer({ metrics, ...parts }: MetricsParts): FastifyInstance {
  const { server, refuse } = createDoor(parts);
  server.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
  server.setNotFoundHandler((_request, reply) => refuse(reply, 'BAD_REQUEST', 404));
  return server;
}
