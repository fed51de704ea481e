import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ConfigError } from '../config.ts';
import { untilSignalled } from './until-signalled.ts';

export interface ServedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** Larger bodies are 413. */
  readonly bodyBytes: number;
  readonly answer: (method: string, path: string, body: Uint8Array) => Promise<ServedAnswer>;
  /** @param url where it listens. */
  readonly listening: (url: string) => void;
}

/**
 * A small server for commands. Resolves after SIGINT or SIGTERM, when it has ended.
 * @throws ConfigError naming the options, when the address cannot be had.
 */
export async function serveUntilSignalled({
  host,
  port,
  bodyBytes,
  answer,
  listening,
}: ServeOptions): Promise<void> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, bodyBytes);
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const {
      status,
      headers,
      body: bytes,
    } = body === null
      ? { status: 413, headers: { connection: 'close' }, body: Buffer.alloc(0) }
      : await answer(request.method ?? '', path, body);
    response.writeHead(status, { ...headers, 'content-length': String(bytes.length) });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  }

  await new Promise<void>((ready, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      fail(
        new ConfigError(
          `cannot listen on ${host}:${port} (${error.code ?? 'failed'}): choose another --port or --host`,
        ),
      );
    });
    server.listen(port, host, ready);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  listening(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`);
  await new Promise<void>((end) => untilSignalled(end));
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), 5_000);
  await new Promise((closed) => server.close(closed));
  clearTimeout(late);
}

async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
