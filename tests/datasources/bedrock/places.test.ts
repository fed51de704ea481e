import { afterEach, beforeEach, expect, it } from 'vitest';
import { failureOf, modelRequest, openModel } from './model-request.ts';
import { answers, stalls, startWireServer, type WireServer } from './wire-server.ts';

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer(stalls);
});
afterEach(() => server.close());

const tally = (ends: readonly string[]) =>
  Object.fromEntries([...new Set(ends)].map((end) => [end, ends.filter((other) => other === end).length]));

it('keeps 200 calls to a stalled model within its places: connections, waiting and memory', async () => {
  const model = openModel(server.url, { limits: { breakerFailures: 1_000 } });
  // 200 kB of evidence each: were all of them held, it would be 80 MB of UTF-16 and their bodies besides.
  const asked = (nth: number) =>
    modelRequest(
      {
        evidence: [{ number: 1, text: `[1] Note undated: ${String(nth).padStart(4, '0').repeat(50_000)}` }],
        signal,
      },
      { concurrency: 4, tokensPerHour: { tenant: 1e9, actor: 1e9 } },
    );
  const signal = AbortSignal.timeout(700);
  const before = process.memoryUsage().rss;
  let most = 0;
  const ends = await Promise.all(
    Array.from({ length: 200 }, async (_, nth) => {
      const end = await failureOf(model.ask(asked(nth)));
      most = Math.max(most, process.memoryUsage().rss - before);
      return end;
    }),
  );
  expect(tally(ends)).toEqual({ BUDGET: 192, DEADLINE: 8 });
  expect(server.requests).toHaveLength(4);
  expect(server.sockets.most).toBe(4);
  await expect.poll(() => server.sockets.open).toBe(0);
  expect(most).toBeLessThan(200 * 1_048_576);
  server.reply(answers());
  expect(await failureOf(model.ask(modelRequest({}, { concurrency: 4 })))).toBe('answered');
  model.close();
});

it('bounds connections of all tenants together', async () => {
  const model = openModel(server.url, { limits: { maxSockets: 5 } });
  const signal = AbortSignal.timeout(500);
  const ends = await Promise.all(
    Array.from({ length: 10 }, (_, nth) => failureOf(model.ask(modelRequest({ tenant: `t${nth}`, signal })))),
  );
  expect(tally(ends)).toEqual({ DEADLINE: 10 });
  expect(server.sockets.most).toBe(5);
  // Node keeps one open that it made for a request which was given up meanwhile.
  await expect.poll(() => server.sockets.open).toBeLessThanOrEqual(1);
  model.close();
  await expect.poll(() => server.sockets.open).toBe(0);
});

it('gives a place that is free to who waits for it', async () => {
  server.reply((response, request, nth) => setTimeout(() => answers()(response, request, nth), 20));
  const model = openModel(server.url);
  const ends = await Promise.all(
    Array.from({ length: 5 }, () => failureOf(model.ask(modelRequest({}, { concurrency: 2 })))),
  );
  expect(tally(ends)).toEqual({ answered: 4, BUDGET: 1 });
  expect(server.sockets.most).toBe(2);
  model.close();
});

it('keeps one tenant’s calls from another’s places', async () => {
  const model = openModel(server.url);
  const signal = AbortSignal.timeout(600);
  const full = [0, 1, 2].map(() => failureOf(model.ask(modelRequest({ signal }, { concurrency: 1 }))));
  await expect.poll(() => server.requests.length).toBe(1);
  server.reply(answers());
  expect(await failureOf(model.ask(modelRequest({ tenant: 'lakeside' }, { concurrency: 1 })))).toBe(
    'answered',
  );
  expect(tally(await Promise.all(full))).toEqual({ DEADLINE: 2, BUDGET: 1 });
  model.close();
});
