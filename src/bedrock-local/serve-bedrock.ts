import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { BEDROCK_SERVER_LIMITS, type BedrockServerLimits } from './bedrock-limits.ts';
import type { Engine } from './engine-input.ts';
import { RequestDesk } from './request-desk.ts';
import { splitProtocols } from './split-protocols.ts';

export interface ServeOptions {
  readonly engine: Engine;
  /** 0: any that is free. */
  readonly port?: number;
  readonly limits?: Partial<BedrockServerLimits>;
}

export interface ServingBedrock {
  readonly url: string;
  /** Takes no new requests, lets what runs end for a while, then ends it. */
  close(): Promise<void>;
}

/**
 * The Bedrock Runtime's protocol on the loopback interface: HTTP/2 in the clear (prior knowledge, as the SDK's
 * default client speaks) and HTTP/1.1 on one port. Holds nothing between requests; MUST NOT log what is said.
 */
export async function serveBedrock({
  engine,
  port = 0,
  limits: given,
}: ServeOptions): Promise<ServingBedrock> {
  const limits = { ...BEDROCK_SERVER_LIMITS, ...given };
  const desk = new RequestDesk(engine, limits);
  const server = createServer(
    {
      headersTimeout: limits.request,
      requestTimeout: limits.request,
      keepAliveTimeout: limits.idle,
      connectionsCheckingInterval: Math.min(1_000, limits.request),
      maxHeaderSize: 32_768,
    },
    (request, response) => void desk.take(request, response),
  );
  server.maxConnections = limits.connections;

  const http2 = createHttp2Server(
    { settings: { maxConcurrentStreams: limits.requests * 2 }, maxSessionMemory: 32 },
    (request, response) => void desk.take(request, response),
  );
  const sessions = new Set<ServerHttp2Session>();
  http2.on('session', (session) => {
    sessions.add(session);
    session.setTimeout(limits.idle, () => session.close());
    session.on('error', () => session.destroy());
    session.on('close', () => sessions.delete(session));
  });
  http2.on('sessionError', () => undefined);

  // The one listener is node:http's own way in: it becomes one of two.
  const ownWays = server.listeners('connection');
  server.removeAllListeners('connection');
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    splitProtocols(
      socket,
      {
        http1: (known) => {
          for (const way of ownWays) Reflect.apply(way, server, [known]);
        },
        http2: (known) => {
          // node:http lets its sockets stand half open, and node:http2 would not notice that a client has left.
          known.allowHalfOpen = false;
          http2.emit('connection', known);
        },
      },
      limits.request,
    );
  });
  server.on('clientError', (_, socket) => socket.destroy());

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  let ended: Promise<void> | null = null;
  const end = async () => {
    const closed = once(server, 'close');
    server.close();
    desk.end();
    for (const session of sessions) session.close();
    const timer = setTimeout(() => {
      for (const session of sessions) session.destroy();
      for (const socket of sockets) socket.destroy();
    }, limits.ending);
    await closed;
    clearTimeout(timer);
  };
  return Object.freeze({
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      ended ??= end();
      return ended;
    },
  });
}
