import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { GatewayResponse } from '../../src/handle-operation.ts';
import { createHttpServer } from '../../src/http/create-http-server.ts';
import { createMetrics } from '../../src/metrics.ts';

/** Who waits for an answer, by what it asked. */
const waiting = new Map<string, (answer: GatewayResponse) => void>();
const server = createHttpServer({
  handle: async ({ search }) => new Promise((resolve) => waiting.set(search.slice(1), resolve)),
  away: async () => [],
  metrics: createMetrics(),
  exposeMetrics: false,
  newId: () => 'id',
  clock: () => 0,
});
/** What was done to which answer, in order. */
const done: string[] = [];
const WATCHED = ['writeHead', 'end'] as const;

let url = '';
beforeAll(async () => {
  server.server.prependListener('request', ({ url: asked = '' }, response: ServerResponse) => {
    const who = asked.split('?')[1] ?? '';
    for (const name of WATCHED) {
      const own = response[name].bind(response);
      vi.spyOn(response, name).mockImplementation((...given: unknown[]) => {
        done.push(`${name} ${who}`);
        return Reflect.apply(own, response, given);
      });
    }
  });
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

const ask = async (who: string, signal: AbortSignal | null = null) => {
  const answer = await fetch(`${url}/graphql?${who}`, { signal });
  return [answer.status, await answer.text()];
};
const answerOf = (who: string, headers = {}): GatewayResponse => ({ status: 200, headers, body: who });

it('answers that get ready together leave together, each to its own asker, whatever befalls another', async () => {
  const gone = new AbortController();
  const asked = [ask('a'), ask('b').catch(String), ask('c', gone.signal).catch(() => 'gone'), ask('d')];
  await vi.waitFor(() => expect([...waiting.keys()].toSorted()).toEqual(['a', 'b', 'c', 'd']));
  gone.abort();
  await new Promise((resolve) => setTimeout(resolve, 20));
  for (const who of ['a', 'b', 'c', 'd']) {
    waiting.get(who)?.(answerOf(who, who === 'b' ? { 'no-header': 'of two\r\nlines' } : {}));
  }
  const [a, b, c, d] = await Promise.all(asked);
  expect(a).toEqual([200, 'a']);
  expect(b).toEqual([500, expect.stringContaining('INTERNAL_SERVER_ERROR')]);
  expect(c).toBe('gone');
  expect(d).toEqual([200, 'd']);
  const order = done.filter((one) => /[ad]$/.test(one));
  expect(order).toEqual(['writeHead a', 'writeHead d', 'end a', 'end d']);
});
