import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What stands between a client and its store. */
export type Fault =
  | { readonly kind: 'none' }
  /** Answers come, this many milliseconds late. */
  | { readonly kind: 'slow'; readonly delay: number }
  /** An answer that AWS gives: status and exception name. */
  | { readonly kind: 'error'; readonly status: number; readonly type: string }
  /** Connections are cut before an answer. */
  | { readonly kind: 'cut' }
  /** An answer that is no JSON. */
  | { readonly kind: 'garbage' }
  /** One of the batch operations leaves all but one entry over, this many times. */
  | { readonly kind: 'leftovers'; readonly of: 'BatchGetItem' | 'BatchWriteItem'; readonly times: number };

export const FAULTS: readonly (readonly [string, Fault])[] = [
  ['slow', { kind: 'slow', delay: 2_000 }],
  ['throttled', { kind: 'error', status: 400, type: 'ProvisionedThroughputExceededException' }],
  ['failing', { kind: 'error', status: 500, type: 'InternalServerError' }],
  ['refusing credentials', { kind: 'error', status: 400, type: 'AccessDeniedException' }],
  ['without its tables', { kind: 'error', status: 400, type: 'ResourceNotFoundException' }],
  ['cutting connections', { kind: 'cut' }],
  ['answering garbage', { kind: 'garbage' }],
];

export interface FaultProxy {
  readonly endpoint: string;
  /** `only`: the one operation it befalls, such as `Query`; default: all. */
  set(fault: Fault, only?: string): void;
  /**
   * Calls that arrived since the last `take`, in order: the operation, for batches with their number of keys. Left out
   * is what is about who asks: at its own pace, and whatever is asked.
   */
  take(): readonly string[];
  close(): Promise<void>;
}

/** `hear` gets every body that passes, requests and answers. */
export async function startFaultProxy(
  target: string,
  hear: (body: string) => void = () => {},
): Promise<FaultProxy> {
  let fault: Fault = { kind: 'none' };
  let befallen: string | null = null;
  let left = 0;
  let calls: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    let body = Buffer.concat(chunks).toString();
    hear(body);
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    if (!isAboutIdentity(body)) {
      calls.push(operation === 'BatchGetItem' ? `${operation} ${keysOf(JSON.parse(body))}` : operation);
    }
    const now: Fault = befallen === null || befallen === operation ? fault : { kind: 'none' };
    if (now.kind === 'cut') return void request.socket.destroy();
    if (now.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, now.delay).unref());
    if (now.kind === 'error') {
      const type = `com.amazonaws.dynamodb.v20120810#${now.type}`;
      return send(response, now.status, JSON.stringify({ __type: type, message: 'injected' }));
    }
    if (now.kind === 'garbage') return send(response, 200, '<html>not the store</html>');
    let over: Readonly<Record<string, unknown>> = {};
    if (now.kind === 'leftovers' && left < now.times && operation === now.of) {
      left += 1;
      const cut = withhold(JSON.parse(body), operation);
      body = JSON.stringify(cut.request);
      over = cut.over;
    }
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const reply = await fetch(target, {
      method: 'POST',
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body,
    });
    const text = await reply.text();
    hear(text);
    send(response, reply.status, reply.ok ? JSON.stringify({ ...JSON.parse(text), ...over }) : text);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    set(next, only) {
      fault = next;
      befallen = only ?? null;
      left = 0;
    },
    take() {
      const taken = calls;
      calls = [];
      return taken;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Keys of revocations, sessions, proofs, users and clients; rows and facts have none that begin so. */
function isAboutIdentity(body: string): boolean {
  return /"S":"(REVOKED"|[SJDC]#)/.test(body);
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(body);
}

function keysOf({ RequestItems }: Batch): number {
  return Object.values(RequestItems).reduce(
    (sum, entry) => sum + ('Keys' in entry ? entry.Keys.length : 0),
    0,
  );
}

interface Batch {
  readonly RequestItems: Readonly<Record<string, { readonly Keys: readonly unknown[] } | readonly unknown[]>>;
}

/** Lets one entry of one table through and gives the others back as unprocessed. */
function withhold({ RequestItems, ...rest }: Batch, operation: string) {
  const [first, ...others] = Object.entries(RequestItems);
  const kept: Record<string, unknown> = {};
  const left: Record<string, unknown> = Object.fromEntries(others);
  if (first !== undefined) {
    const [table, entries] = first;
    if ('Keys' in entries) {
      kept[table] = { ...entries, Keys: entries.Keys.slice(0, 1) };
      if (entries.Keys.length > 1) left[table] = { ...entries, Keys: entries.Keys.slice(1) };
    } else {
      kept[table] = entries.slice(0, 1);
      if (entries.length > 1) left[table] = entries.slice(1);
    }
  }
  const name = operation === 'BatchGetItem' ? 'UnprocessedKeys' : 'UnprocessedItems';
  return { request: { ...rest, RequestItems: kept }, over: { [name]: left } };
}
