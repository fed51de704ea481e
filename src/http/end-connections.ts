import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Milliseconds for a request to arrive whole, and for an answer to be taken, once the server closes. */
const GRACE = 2_000;

/**
 * Lets a server close although clients are silent: a connection on which nothing runs ends after a moment's
 * grace. An operation under way is never cut; its own deadline bounds it.
 */
export function endConnections(server: FastifyInstance): void {
  const open = new Map<Socket, Set<FastifyRequest>>();
  let closing = false;

  server.server.on('connection', (socket: Socket) => {
    open.set(socket, new Set());
    socket.once('close', () => open.delete(socket));
  });
  server.addHook('preHandler', (request, _reply, done) => {
    open.get(request.raw.socket)?.add(request);
    done();
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    const { socket } = request.raw;
    open.get(socket)?.delete(request);
    if (closing) {
      reply.header('connection', 'close');
      endSoon(socket);
    }
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
}
