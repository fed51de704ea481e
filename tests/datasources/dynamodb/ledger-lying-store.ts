import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** What becomes of one call. Where it says `after`, the store has carried it out. */
export type Lie =
  | 'truth'
  | '500 after'
  | '500 before'
  | 'silence after'
  | 'cut after'
  | 'cut before'
  | 'twice'
  | 'throttled'
  | 'altered'
  /** Says that something is there under this key. */
  | 'taken'
  | { readonly late: number };

export interface LyingStore {
  readonly endpoint: string;
  /** `call` counts calls of this operation from 1, since it was set. */
  lie(how: (operation: string, call: number, body: string) => Lie): void;
  /** Calls that arrived since the last `take`, by operation. */
  take(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

const Bytes = z.looseObject({ B: z.string() });

/** A DynamoDB behind someone who does not always tell what became of a call. */
export async function startLyingStore(target: string): Promise<LyingStore> {
  let how: (operation: string, call: number, body: string) => Lie = () => 'truth';
  let since = new Map<string, number>();
  let taken: Record<string, number> = {};

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const call = (since.get(operation) ?? 0) + 1;
    since.set(operation, call);
    taken[operation] = (taken[operation] ?? 0) + 1;
    const body = Buffer.concat(chunks).toString();
    const lie = how(operation, call, body);
    const pass = () => forward(target, request, body);
    if (lie === 'cut before') return void request.socket.destroy();
    if (lie === '500 before') return send(response, 500, fault('InternalServerError'));
    if (lie === 'taken') return send(response, 400, fault('ConditionalCheckFailedException'));
    if (lie === 'throttled') return send(response, 400, fault('ProvisionedThroughputExceededException'));
    if (typeof lie === 'object') await new Promise((resolve) => setTimeout(resolve, lie.late).unref());
    if (lie === 'twice') await pass();
    const reply = await pass();
    if (lie === 'cut after') return void request.socket.destroy();
    if (lie === 'silence after') return;
    if (lie === '500 after') return send(response, 500, fault('InternalServerError'));
    send(response, reply.status, lie === 'altered' ? altered(reply.text) : reply.text);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the store has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    lie(next) {
      how = next;
      since = new Map();
    },
    take() {
      const counted = taken;
      taken = {};
      return counted;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(target: string, request: IncomingMessage, body: string) {
  const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
  const reply = await fetch(target, {
    method: 'POST',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body,
  });
  return { status: reply.status, text: await reply.text() };
}

/** One bit of every binary attribute is another. */
function altered(text: string): string {
  return JSON.stringify(JSON.parse(text), (_key, value: unknown) => {
    const found = Bytes.safeParse(value);
    if (!found.success) return value;
    const bytes = Buffer.from(found.data.B, 'base64');
    const at = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return { ...found.data, B: bytes.toString('base64') };
  });
}

function fault(name: string): string {
  return JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'injected' });
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(body);
}
