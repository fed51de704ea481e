import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastify from 'fastify';
import type { ErrorCode } from '../errors.ts';
import type { GatewayRequest, GatewayResponse } from '../handle-operation.ts';
import { constantAnswer } from '../handle-operation.ts';
import type { Metrics } from '../metrics.ts';
import { endConnections } from './end-connections.ts';
import { refuseMalformed } from './refuse-malformed.ts';

/** Bytes of a request body; an operation with its variables is far smaller. */
const MAX_BODY = 256 * 1024;

export interface HttpParts {
  readonly handle: (request: GatewayRequest) => Promise<GatewayResponse>;
  /** Whether protected data can be served now: store reachable, ledger writing. */
  readonly ready: () => Promise<boolean>;
  readonly metrics: Metrics;
  /** Serve `/metrics` here; in production it has a port of its own. */
  readonly exposeMetrics: boolean;
  readonly newId: () => string;
  readonly clock: () => number;
}

/**
 * The outermost adapter: HTTP in, HTTP out, nothing of GraphQL. Answers to what never reaches the line
 * (bodies too large, wrong media types, unknown paths) are constants as well.
 */
export function createHttpServer(parts: HttpParts): FastifyInstance {
  const server = fastify({
    bodyLimit: MAX_BODY,
    // Slow senders are cut (408); the request line and headers are bounded by Node (431).
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 10_000,
    // On shutdown what has arrived is answered, and every connection ends with its answer or at once when idle.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: refuseMalformed(parts.newId),
    // An address that does not decode: the framework would quote it.
    frameworkErrors: (_error, _request, reply) =>
      send(reply, constantAnswer('BAD_REQUEST', parts.newId(), 400)),
    exposeHeadRoutes: false,
    logger: false,
    genReqId: () => '',
  });
  // GraphQL over HTTP: JSON bodies and nothing else; forms and text would pass CSRF checks.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    server.getDefaultJsonParser('error', 'error'),
  );

  endConnections(server);

  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: async (request, reply) => {
      const started = parts.clock();
      const answer = await parts.handle(asGatewayRequest(request, reply));
      parts.metrics.answered(request.method, answer.status, parts.clock() - started);
      return send(reply, answer);
    },
  });
  server.get('/health/live', async (_request, reply) => reply.send({ status: 'ok' }));
  server.get('/health/ready', async (_request, reply) => {
    const ready = await parts.ready();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable' });
  });
  if (parts.exposeMetrics) {
    server.get('/metrics', async (_request, reply) =>
      reply.type(parts.metrics.contentType).send(await parts.metrics.text()),
    );
  }

  server.setNotFoundHandler((request, reply) => {
    if (request.url.split('?')[0] !== '/graphql')
      return send(reply, constantAnswer('BAD_REQUEST', parts.newId(), 404));
    reply.header('allow', 'GET, POST');
    return send(reply, constantAnswer('BAD_REQUEST', parts.newId(), 405));
  });
  server.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    const code: ErrorCode = status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
    return send(reply, constantAnswer(code, parts.newId(), status));
  });
  return server;
}

function send(reply: FastifyReply, answer: GatewayResponse): FastifyReply {
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

function asGatewayRequest(request: FastifyRequest, { raw }: FastifyReply): GatewayRequest {
  const question = request.url.indexOf('?');
  return {
    method: request.method,
    headers: { ...request.headers, authorization: authorizationOf(request) },
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
function authorizationOf({ raw }: FastifyRequest): string | string[] | undefined {
  const given = raw.headersDistinct.authorization;
  return given?.length === 1 ? given[0] : given;
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 500;
  return typeof error.statusCode === 'number' && error.statusCode >= 400 ? error.statusCode : 500;
}
