import type { FastifyInstance, FastifyReply } from 'fastify';
import fastify from 'fastify';
import type { ErrorCode } from '../errors.ts';
import type { GatewayResponse } from '../handle-operation.ts';
import { constantAnswer } from '../handle-operation.ts';
import { createAdmitOrigin } from './admit-origin.ts';
import { answerHeaders } from './answer-headers.ts';
import { DEFAULT_BOUNDS, type DoorBounds } from './door-bounds.ts';
import { CLOSED_DOOR, type DoorSettings } from './door-settings.ts';
import { type Connections, endConnections } from './end-connections.ts';
import { refuseFraming } from './refuse-framing.ts';
import { refuseMalformed } from './refuse-malformed.ts';
import { refuseMedia } from './refuse-media.ts';

export interface DoorParts {
  /** Default: closed to pages of other origins. */
  readonly door?: DoorSettings;
  readonly bounds?: DoorBounds;
  /** Told of every refusal that never reaches the line, by source. Default: nobody is. */
  readonly refusals?: { count(remoteAddress: string, code: ErrorCode): void };
  readonly newId: () => string;
}

/** A server that takes no body and knows no address yet. */
export interface Door {
  readonly server: FastifyInstance;
  readonly connections: Connections;
  /** Headers of every answer. */
  readonly always: Readonly<Record<string, string>>;
  /** Answers with a constant, and counts it. */
  readonly refuse: (reply: FastifyReply, code: ErrorCode, status: number) => FastifyReply;
}

/**
 * What every port has in common: bounds of what one client may hold, who may ask at all and in what form, and constants
 * for whatever is refused.
 */
export function createDoor(parts: DoorParts): Door {
  const { door = CLOSED_DOOR, bounds = DEFAULT_BOUNDS } = parts;
  const always = answerHeaders(door);
  const admit = createAdmitOrigin(door.origins);
  const count = (address: string, code: ErrorCode) => parts.refusals?.count(address, code);
  const refuse = (reply: FastifyReply, code: ErrorCode, status: number) => {
    count(reply.request.ip, code);
    return send(reply, constantAnswer(code, parts.newId(), status));
  };
  const server = fastify({
    // Slow senders are cut (408); the request line and headers are bounded by Node (431).
    requestTimeout: bounds.requestMs,
    connectionTimeout: bounds.connectionMs,
    keepAliveTimeout: bounds.keepAliveMs,
    maxRequestsPerSocket: bounds.requestsPerConnection,
    http: {
      headersTimeout: bounds.headersMs,
      connectionsCheckingInterval: bounds.checkEveryMs,
      maxHeaderSize: bounds.headerBytes,
      // Node's own refusal has none of the headers, and nobody counts it.
      requireHostHeader: false,
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
  // Refused like everything else, in place of Node's own refusal.
  server.server.on('checkExpectation', (request, response) =>
    server.server.emit('request', request, response),
  );
  server.removeAllContentTypeParsers();

  const connections = endConnections(server);

  // Before a body is read: who may ask at all, and in what form.
  server.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    if (raw.rawHeaders.length > 2 * bounds.headers) return void refuse(reply, 'BAD_REQUEST', 431);
    const page = admit(raw);
    if (page === null) return void refuse(reply, 'FORBIDDEN', 403);
    for (const name of Object.keys(page)) reply.raw.setHeader(name, page[name] ?? '');
    const status = refuseFraming(raw) ?? refuseMedia(raw);
    if (status !== null) return void refuse(reply, 'BAD_REQUEST', status);
    // Nobody reads the body of a GET; kept until the answer, it would be held piece by piece.
    if (raw.method === 'GET') raw.resume();
    return done();
  });

  server.addHook('onSend', (_request, reply, payload, done) => {
    for (const name of Object.keys(always)) if (!reply.hasHeader(name)) reply.header(name, always[name]);
    done(null, payload);
  });
  server.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    return refuse(reply, status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST', status);
  });
  return Object.freeze({ server, connections, always, refuse });
}

function send(reply: FastifyReply, answer: GatewayResponse): FastifyReply {
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 500;
  return typeof error.statusCode === 'number' && error.statusCode >= 400 ? error.statusCode : 500;
}
