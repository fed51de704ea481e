import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastify from 'fastify';
import type { ErrorCode } from '../errors.ts';
import type { GatewayRequest, GatewayResponse } from '../handle-operation.ts';
import { constantAnswer } from '../handle-operation.ts';
import type { Metrics } from '../metrics.ts';
import { JsonRefused, plainJson } from '../plain-json.ts';
import { acceptsAnswer } from './accepts-answer.ts';
import { createAdmitOrigin, PREFLIGHT_ANSWER } from './admit-origin.ts';
import { answerHeaders } from './answer-headers.ts';
import { answerWriter } from './answer-writer.ts';
import { countHeader } from './count-header.ts';
import { DEFAULT_BOUNDS, type DoorBounds } from './door-bounds.ts';
import { CLOSED_DOOR, type DoorSettings } from './door-settings.ts';
import { endConnections } from './end-connections.ts';
import { refuseMalformed } from './refuse-malformed.ts';
import { refuseMedia } from './refuse-media.ts';
import { refuseSearch } from './refuse-search.ts';
import { statusForClient } from './status-for-client.ts';

export interface HttpParts {
  readonly handle: (request: GatewayRequest) => Promise<GatewayResponse>;
  /** What is away without which no protected data can be served now, by the constant names of parts. */
  readonly away: () => Promise<readonly string[]>;
  readonly metrics: Metrics;
  /** Serve `/metrics` here; in production it has a port of its own. */
  readonly exposeMetrics: boolean;
  /** Default: closed to pages of other origins. */
  readonly door?: DoorSettings;
  readonly bounds?: DoorBounds;
  /** Told of every refusal that never reaches the line, by source. Default: nobody is. */
  readonly refusals?: { count(remoteAddress: string, code: ErrorCode): void };
  readonly newId: () => string;
  readonly clock: () => number;
}

/**
 * The outermost adapter: HTTP in, HTTP out, nothing of GraphQL. Answers to what never reaches the line
 * (bodies too large, wrong media types, unknown paths) are constants as well.
 */
export function createHttpServer(parts: HttpParts): FastifyInstance {
  const { door = CLOSED_DOOR, bounds = DEFAULT_BOUNDS } = parts;
  const always = answerHeaders(door);
  const sendAtOnce = answerWriter(always);
  const admit = createAdmitOrigin(door.origins);
  const count = (address: string, code: ErrorCode) => parts.refusals?.count(address, code);
  const refuse = (reply: FastifyReply, code: ErrorCode, status: number) => {
    count(reply.request.ip, code);
    return send(reply, constantAnswer(code, parts.newId(), status));
  };
  const server = fastify({
    bodyLimit: bounds.bodyBytes,
    // Slow senders are cut (408); the request line and headers are bounded by Node (431).
    requestTimeout: bounds.requestMs,
    connectionTimeout: bounds.connectionMs,
    keepAliveTimeout: bounds.keepAliveMs,
    maxRequestsPerSocket: bounds.requestsPerConnection,
    http: {
      headersTimeout: bounds.headersMs,
      connectionsCheckingInterval: bounds.checkEveryMs,
      maxHeaderSize: bounds.headerBytes,
    },
    // On shutdown what has arrived is answered, and every connection ends with its answer or at once when idle.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: refuseMalformed(parts.newId, always, count),
    // An address that does not decode: the framework would quote it.
    frameworkErrors: (_error, _request, reply) => refuse(reply.headers(always), 'BAD_REQUEST', 400),
    exposeHeadRoutes: false,
    logger: false,
    genReqId: () => '',
  });
  server.server.maxConnections = bounds.connections;
  // GraphQL over HTTP: JSON bodies and nothing else; forms and text would pass CSRF checks.
  server.removeAllContentTypeParsers();
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = readPlain(body);
    if (text instanceof JsonRefused) done(text);
    else parseJson(request, text, done);
  });

  const connections = endConnections(server);

  // Before a body is read: who may ask at all, and in what form.
  server.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    if (raw.rawHeaders.length > 2 * bounds.headers) return void refuse(reply, 'BAD_REQUEST', 431);
    const page = admit(raw);
    if (page === null) return void refuse(reply, 'FORBIDDEN', 403);
    for (const name of Object.keys(page)) reply.raw.setHeader(name, page[name] ?? '');
    const status = refuseMedia(raw);
    if (status !== null) return void refuse(reply, 'BAD_REQUEST', status);
    return done();
  });

  server.addHook('onSend', (_request, reply, payload, done) => {
    for (const name of Object.keys(always)) if (!reply.hasHeader(name)) reply.header(name, always[name]);
    done(null, payload);
  });

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
  server.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    return refuse(reply, status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST', status);
  });
  return server;
}

function send(reply: FastifyReply, answer: GatewayResponse): FastifyReply {
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

/** Of an origin on the list: any other page needs no preflight, or has been refused. */
function isPreflight({ method, headers }: FastifyRequest, reply: FastifyReply): boolean {
  const asks = headers['access-control-request-method'] !== undefined;
  return method === 'OPTIONS' && asks && reply.hasHeader('access-control-allow-origin');
}

function readPlain(body: string | Buffer): string | JsonRefused {
  try {
    return plainJson(typeof body === 'string' ? Buffer.from(body) : body);
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

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 500;
  return typeof error.statusCode === 'number' && error.statusCode >= 400 ? error.statusCode : 500;
}
