import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Milliseconds for a request to arrive whole, and for an answer to be taken, once the server closes. */
const GRACE = 2_000;

/** What runs on a server's connections. */
export interface Connections {
  /** MUST be called for an answer that is sent past the framework. @returns whether its connection ends with it. */
  answered(request: FastifyRequest): boolean;
}

/**
 * Lets a server close although clients are silent: a connection on which nothing runs ends after a moment's
 * grace. An operation under way is never cut; its own deadline bounds it.
 */
export function endConnections(server: FastifyInstance): Connections {
  const open = new Map<Socket, Set<FastifyRequest>>();
  let closing = false;

  const answered = (request: FastifyRequest): boolean => {
    const { socket } = request.raw;
    open.get(socket)?.delete(request);
    if (closing) endSoon(socket);
    return closing;
  };

  server.server.on('connection', (socket: Socket) => {
    open.set(socket, new Set());
    socket.once('close', () => open.delete(socket));
  });
  server.addHook('preHandler', (request, _reply, done) => {
    open.get(request.raw.socket)?.add(request);
    done();
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    if (answered(request)) reply.header('connection', 'close');
    done(null, payload);
  });
  server.addHook('preClose', async () => {
    closing = true;
    for (const socket of open.keys()) endSoon(socket);
  });

  function endSoon(socket: Socket): void {
    setTimeout(() => {
      if (open.get(socket)?.size === 0) socket.destroy();
    }, GRACE).unref();
  }

  return Object.freeze({ answered });
}
