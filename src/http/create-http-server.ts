import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayRequest, GatewayResponse } from '../handle-operation.ts';
import type { Metrics } from '../metrics.ts';
import { JsonRefused, plainJson } from '../plain-json.ts';
import { acceptsAnswer } from './accepts-answer.ts';
import { PREFLIGHT_ANSWER } from './admit-origin.ts';
import { answerWriter } from './answer-writer.ts';
import { countHeader } from './count-header.ts';
import { createDoor, type DoorParts } from './create-door.ts';
import { DEFAULT_BOUNDS } from './door-bounds.ts';
import { CLOSED_DOOR } from './door-settings.ts';
import { readBody } from './read-body.ts';
import { refuseSearch } from './refuse-search.ts';
import { statusForClient } from './status-for-client.ts';

export interface HttpParts extends DoorParts {
  readonly handle: (request: GatewayRequest) => Promise<GatewayResponse>;
  /** What is away without which no protected data can be served now, by the constant names of parts. */
  readonly away: () => Promise<readonly string[]>;
  readonly metrics: Metrics;
  /** Serve `/metrics` here; in production it has a port of its own. */
  readonly exposeMetrics: boolean;
  readonly clock: () => number;
}

/**
 * The outermost adapter: HTTP in, HTTP out, nothing of GraphQL. Answers to what never reaches the line
 * (bodies too large, wrong media types, unknown paths) are constants as well.
 */
export function createHttpServer(parts: HttpParts): FastifyInstance {
  const { door = CLOSED_DOOR, bounds = DEFAULT_BOUNDS } = parts;
  const { server, connections, always, refuse } = createDoor(parts);
  const sendAtOnce = answerWriter(always);
  // GraphQL over HTTP: JSON bodies and nothing else; forms and text would pass CSRF checks.
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', (request, payload, done) =>
    readBody(payload, bounds.bodyBytes, (refused, body) => {
      const text = refused ?? readPlain(body);
      if (text instanceof Error) done(text);
      else parseJson(request, text, done);
    }),
  );

  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: async (request, reply) => {
      const started = parts.clock();
      const asked = asGatewayRequest(request, reply);
      if (refuseSearch(asked)) return refuse(reply, 'BAD_REQUEST', 400);
      if (!acceptsAnswer(request.headers.accept)) return refuse(reply, 'BAD_REQUEST', 406);
      const answer = statusForClient(asked, await parts.handle(asked), door.draftStatus);
      parts.metrics.answered(request.method, answer.status, parts.clock() - started);
      sendAtOnce(reply, answer, connections.answered(request));
    },
  });
  server.get('/health/live', async (_request, reply) => reply.send({ status: 'ok' }));
  server.get('/health/ready', async (_request, reply) => {
    const away = await parts.away();
    if (away.length === 0) return reply.send({ status: 'ok' });
    return reply.code(503).send({ status: 'unavailable', away });
  });
  if (parts.exposeMetrics) {
    server.get('/metrics', async (_request, reply) =>
      reply.type(parts.metrics.contentType).send(await parts.metrics.text()),
    );
  }

  server.setNotFoundHandler((request, reply) => {
    if (request.url.split('?')[0] !== '/graphql') return refuse(reply, 'BAD_REQUEST', 404);
    if (isPreflight(request, reply)) return reply.headers(PREFLIGHT_ANSWER).code(204).send();
    reply.header('allow', 'GET, POST');
    return refuse(reply, 'BAD_REQUEST', 405);
  });
  return server;
}

/** Of an origin on the list: any other page needs no preflight, or has been refused. */
function isPreflight({ method, headers }: FastifyRequest, reply: FastifyReply): boolean {
  const asks = headers['access-control-request-method'] !== undefined;
  return method === 'OPTIONS' && asks && reply.hasHeader('access-control-allow-origin');
}

function readPlain(body: Buffer): string | JsonRefused {
  try {
    return plainJson(body);
  } catch (error) {
    return error instanceof JsonRefused ? error : new JsonRefused('unreadable');
  }
}

function asGatewayRequest(request: FastifyRequest, { raw }: FastifyReply): GatewayRequest {
  const question = request.url.indexOf('?');
  return {
    method: request.method,
    headers: plainHeaders(request),
    search: question < 0 ? '' : request.url.slice(question),
    body: request.body,
    remoteAddress: request.ip,
    onGone: (gone) =>
      raw.once('close', () => {
        if (!raw.writableFinished) gone();
      }),
  };
}

/** Node keeps the first of several; which one counts must not depend on who reads it. */
function plainHeaders({ raw, headers }: FastifyRequest): GatewayRequest['headers'] {
  if (countHeader(raw.rawHeaders, 'authorization') < 2) return headers;
  return { ...headers, authorization: raw.headersDistinct.authorization };
}
