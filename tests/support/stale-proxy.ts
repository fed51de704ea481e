import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

export interface StaleProxy {
  readonly endpoint: string;
  /** Operations answered from the copy so far, by name. */
  readonly stale: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const Tables = z.looseObject({ RequestItems: z.record(z.string(), z.looseObject({})) });
const Flagged = z.looseObject({ ConsistentRead: z.boolean().optional() });
const Found = z.looseObject({
  Responses: z.record(z.string(), z.array(z.unknown())).optional(),
  UnprocessedKeys: z.record(z.string(), z.unknown()).optional(),
});

const READS: readonly string[] = ['GetItem', 'BatchGetItem', 'Query', 'Scan'];

export interface StaleOptions {
  /** Milliseconds. */
  readonly lag?: number;
  /** `true`: takes `ConsistentRead` off every read, as a gateway would that forgot it. */
  readonly unmarked?: boolean;
}

/**
 * A DynamoDB as its eventually consistent reads may show it at their worst: what is not marked `ConsistentRead` is
 * answered by `copy`, a store of its own alike at the start, which gets every write `lag` milliseconds after `store` has it.
 */
export async function startStaleProxy(
  store: string,
  copy: string,
  { lag = 1_000, unmarked = false }: StaleOptions = {},
): Promise<StaleProxy> {
  const stale = new Map<string, number>();
  const waiting: { readonly due: number; readonly request: Call }[] = [];
  let ended = false;

  const applying = (async () => {
    while (!ended) {
      const [next] = waiting;
      if (next === undefined || next.due > Date.now()) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        continue;
      }
      waiting.shift();
      await send(copy, next.request).catch(() => undefined);
    }
  })();

  /** Each table of a batch says for itself whether it is read consistently. */
  async function readBatch(call: Call): Promise<Answer> {
    const { RequestItems, ...rest } = Tables.parse(JSON.parse(call.body));
    const Responses: Record<string, unknown> = {};
    const UnprocessedKeys: Record<string, unknown> = {};
    for (const [table, request] of Object.entries(RequestItems)) {
      const body = JSON.stringify({ ...rest, RequestItems: { [table]: request } });
      const answer = await read({ ...call, body }, Flagged.parse(request).ConsistentRead === true);
      if (answer.status !== 200) return answer;
      const found = Found.parse(JSON.parse(answer.body));
      Object.assign(Responses, found.Responses);
      Object.assign(UnprocessedKeys, found.UnprocessedKeys);
    }
    return { status: 200, body: JSON.stringify({ Responses, UnprocessedKeys }) };
  }

  async function read(call: Call, marked: boolean): Promise<Answer> {
    const consistent = marked && !unmarked;
    if (!consistent) stale.set(call.operation, (stale.get(call.operation) ?? 0) + 1);
    return send(consistent ? store : copy, call);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request);
    const isRead = READS.includes(call.operation);
    const isTable = call.operation.endsWith('Table') || call.operation.endsWith('Tables');
    let reply: Answer;
    if (call.operation === 'BatchGetItem') reply = await readBatch(call);
    else if (isRead) {
      reply = await read(call, Flagged.parse(JSON.parse(call.body)).ConsistentRead === true);
    } else {
      reply = await send(store, call);
      if (call.operation === 'CreateTable') await send(copy, call);
      else if (!isTable && reply.status === 200) waiting.push({ due: Date.now() + lag, request: call });
    }
    response.writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(reply.body);
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
    stale,
    async close() {
      ended = true;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await applying;
    },
  };
}

interface Call {
  readonly operation: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
  return {
    operation: String(request.headers['x-amz-target']).split('.')[1] ?? '',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks).toString(),
  };
}

async function send(target: string, { headers, body }: Call): Promise<Answer> {
  const reply = await fetch(target, { method: 'POST', headers, body });
  return { status: reply.status, body: await reply.text() };
}
