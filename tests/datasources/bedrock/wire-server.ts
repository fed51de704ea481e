import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers one request; `nth` from 1. One that does nothing stalls. */
export type Reply = (response: ServerResponse, request: WireRequest, nth: number) => void;

export interface WireServer {
  readonly url: string;
  readonly requests: readonly WireRequest[];
  /** Connections open now, and the most that were at once. */
  readonly sockets: { readonly open: number; readonly most: number };
  reply(with_: Reply): void;
  close(): Promise<void>;
}

/** A server that speaks Bedrock Runtime's wire form, HTTP/1 alone, and says what a test tells it to. */
export async function startWireServer(first: Reply = answers()): Promise<WireServer> {
  const requests: WireRequest[] = [];
  const open = new Set<Socket>();
  let most = 0;
  let reply = first;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const seen = { method, path, headers, body: Buffer.concat(chunks).toString() };
      requests.push(seen);
      reply(response, seen, requests.length);
    });
    request.on('error', () => {});
  });
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    most = Math.max(most, open.size);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    sockets: {
      get open() {
        return open.size;
      },
      get most() {
        return most;
      },
    },
    reply(with_) {
      reply = with_;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export const GROUNDED = Object.freeze({
  inputAssessment: { 'guard-1': { invocationMetrics: { guardrailProcessingLatency: 3 } } },
  outputAssessments: {
    'guard-1': [
      {
        contextualGroundingPolicy: {
          filters: [
            { type: 'GROUNDING', threshold: 0.7, score: 0.93, action: 'NONE', detected: false },
            { type: 'RELEVANCE', threshold: 0.5, score: 0.81, action: 'NONE', detected: false },
          ],
        },
      },
    ],
  },
});

/** What Converse answers with. */
export function converseBody({
  text = '{"sentences":[]}',
  stopReason = 'end_turn',
  guardrail = GROUNDED as object | null,
  usage = { inputTokens: 120, outputTokens: 30, totalTokens: 150 },
}) {
  return {
    output: { message: { role: 'assistant', content: [{ text }] } },
    stopReason,
    usage,
    metrics: { latencyMs: 12 },
    ...(guardrail === null ? {} : { trace: { guardrail } }),
  };
}

export function answers(how: Parameters<typeof converseBody>[0] = {}): Reply {
  return (response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(converseBody(how)));
  };
}

/** An error as restJson1 has it: its name in a header, its message in the body. */
export function fails(status: number, type: string, message = 'no'): Reply {
  return (response) => {
    response.statusCode = status;
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-amzn-errortype', type);
    response.end(JSON.stringify({ message }));
  };
}

export const stalls: Reply = () => {};

export const hangsUp: Reply = (response) => {
  response.socket?.destroy();
};
