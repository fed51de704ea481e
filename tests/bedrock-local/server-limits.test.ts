import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterEach, describe, expect, it } from 'vitest';
import type { BedrockServerLimits } from '../../src/bedrock-local/bedrock-limits.ts';
import { type ServingBedrock, serveBedrock } from '../../src/bedrock-local/serve-bedrock.ts';
import { converseInput, quoting, sdkClient } from './sdk-clients.ts';

const opened: ServingBedrock[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((serving) => serving.close()));
});

async function serve(limits: Partial<BedrockServerLimits>): Promise<ServingBedrock> {
  const serving = await serveBedrock({ engine: quoting, limits: { ending: 200, ...limits } });
  opened.push(serving);
  return serving;
}

async function dial({ url }: ServingBedrock): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.resume();
  return socket;
}

const AUTH = { authorization: 'AWS4-HMAC-SHA256 test' };
const PATH = '/model/phield-extractive/converse';

describe('limits', () => {
  it.each(['HTTP/2', 'HTTP/1.1'] as const)('a long body is refused over %s', async (protocol) => {
    const client = sdkClient((await serve({ body: 2_000 })).url, protocol);
    const long = converseInput({ evidence: [`[1] Condition undated: ${'a'.repeat(5_000)}`] });
    await expect(client.send(new ConverseCommand(long))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    client.destroy();
  });

  it('grounding takes no longer sources and queries than Bedrock does', async () => {
    const client = sdkClient((await serve({})).url, 'HTTP/1.1');
    for (const input of [
      converseInput({ evidence: [`[1] Condition undated: ${'a'.repeat(100_001)}`] }),
      converseInput({ query: 'a'.repeat(1_001) }),
    ]) {
      await expect(client.send(new ConverseCommand(input))).rejects.toMatchObject({
        name: 'ValidationException',
      });
    }
    client.destroy();
  });

  it.each(['HTTP/2', 'HTTP/1.1'] as const)('one request too many is throttled over %s', async (protocol) => {
    const client = sdkClient((await serve({ requests: 2 })).url, protocol);
    const abort = new AbortController();
    const stall = new ConverseCommand(converseInput({ modelId: 'phield-extractive:stall' }));
    const stalled = [0, 1].map(() =>
      client.send(stall, { abortSignal: abort.signal }).catch((error: unknown) => error),
    );
    let refusal: unknown;
    for (let tries = 0; tries < 100 && refusal === undefined; tries += 1) {
      await delay(10);
      refusal = await client.send(new ConverseCommand(converseInput())).then(
        () => undefined,
        (error: unknown) => error,
      );
    }
    expect(refusal).toMatchObject({ name: 'ThrottlingException' });
    abort.abort();
    await Promise.all(stalled);
    let answer: unknown;
    for (let tries = 0; tries < 100 && answer === undefined; tries += 1) {
      await delay(10);
      answer = await client.send(new ConverseCommand(converseInput())).catch(() => undefined);
    }
    expect(answer).toMatchObject({ stopReason: 'end_turn' });
    client.destroy();
  });

  it.each([
    ['says nothing', ''],
    ['says half a preface', 'PRI * HT'],
    ['says half a head', 'POST /model/x/converse HTTP/1.1\r\nHost: a\r\n'],
    [
      'says half a body',
      `POST ${PATH} HTTP/1.1\r\nHost: a\r\nAuthorization: AWS4-HMAC-SHA256 x\r\nContent-Length: 50\r\n\r\n{`,
    ],
  ])(
    'a client that %s is hung up on',
    async (_, bytes) => {
      const socket = await dial(await serve({ request: 300 }));
      const closed = once(socket, 'close');
      socket.write(bytes);
      await closed;
      expect(socket.destroyed).toBe(true);
    },
    5_000,
  );

  it('bytes in pieces are one request', async () => {
    const serving = await serve({});
    const socket = await dial(serving);
    let heard = '';
    socket.setEncoding('utf8').on('data', (text) => {
      heard += text;
    });
    const bytes = `POST ${PATH} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}`;
    for (const piece of bytes.match(/[\s\S]{1,7}/g) ?? []) {
      socket.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await once(socket, 'close');
    expect(heard).toMatch(/^HTTP\/1\.1 400 [\s\S]*x-amzn-errortype: ValidationException/i);
  });

  it('HTTP/2 by prior knowledge is HTTP/2', async () => {
    const session = connectHttp2((await serve({})).url);
    const stream = session.request({ ':method': 'POST', ':path': PATH, ...AUTH });
    stream.end('{}');
    const [headers] = await once(stream, 'response');
    expect(headers).toMatchObject({ ':status': 400, 'x-amzn-errortype': 'ValidationException' });
    session.destroy();
  });

  it('what is not signed is refused', async () => {
    const { url } = await serve({});
    const answer = await fetch(url + PATH, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    expect(await answer.json()).toEqual({ message: 'Missing Authentication Token' });
  });

  it.each([
    ['GET', PATH, 404],
    ['POST', '/', 404],
    ['POST', '/model/phield-extractive/count-tokens', 404],
    ['POST', '/model/%E0%A4%A/converse', 400],
    ['POST', '/guardrail/%E0%A4%A/version/1/apply', 404],
  ])('%s %s is %i', async (method, path, status) => {
    const { url } = await serve({});
    const answer = await fetch(url + path, {
      method,
      headers: AUTH,
      ...(method === 'POST' && { body: '{}' }),
    });
    expect(answer.status).toBe(status);
  });

  it.each(['not json', '[]', 'null', '{"messages":[]}', '\ud800'])('a body %j is refused', async (body) => {
    const { url } = await serve({});
    const answer = await fetch(url + PATH, { method: 'POST', headers: AUTH, body });
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([400, 'ValidationException']);
  });
});

describe('the end', () => {
  it('does not wait for a client that says nothing', async () => {
    const serving = await serve({ request: 60_000 });
    const socket = await dial(serving);
    const closed = once(socket, 'close');
    await serving.close();
    await closed;
  }, 5_000);

  it('comes though a model stalls and connections are kept, and is one', async () => {
    const serving = await serve({});
    const clients = [sdkClient(serving.url, 'HTTP/2'), sdkClient(serving.url, 'HTTP/1.1')];
    const stall = new ConverseCommand(converseInput({ modelId: 'phield-extractive:stall' }));
    const stalled = clients.map((client) => client.send(stall).catch((error: unknown) => error));
    for (const client of clients) await client.send(new ConverseCommand(converseInput()));
    await Promise.all([serving.close(), serving.close()]);
    for (const outcome of await Promise.all(stalled)) expect(outcome).toBeInstanceOf(Error);
    await expect(fetch(serving.url)).rejects.toThrow();
    for (const client of clients) client.destroy();
  });
});
