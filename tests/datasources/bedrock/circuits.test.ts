import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BedrockOptions, BreakerChange } from '../../../datasources/bedrock/bedrock-options.ts';
import type { BedrockModel } from '../../../datasources/bedrock/create-bedrock-model.ts';
import { failureOf, modelRequest, openModel } from './model-request.ts';
import { answers, fails, stalls, startWireServer, type WireServer } from './wire-server.ts';

const REST = 150;

let server: WireServer;
let model: BedrockModel;
let changes: string[];

const open = (change: Partial<BedrockOptions> = {}) =>
  openModel(server.url, {
    onBreaker: ({ region, model: of, state }: BreakerChange) => changes.push(`${region} ${of} ${state}`),
    ...change,
    limits: { retries: 0, breakerFailures: 3, breakerRest: REST, ...change.limits },
  });
const ask = (signal = AbortSignal.timeout(10_000)) => failureOf(model.ask(modelRequest({ signal })));
async function fail(times: number, ...how: Parameters<typeof fails>) {
  server.reply(fails(...how));
  const failures: string[] = [];
  for (let nth = 0; nth < times; nth += 1) failures.push(await ask());
  return failures;
}

beforeEach(async () => {
  server = await startWireServer();
  changes = [];
  model = open();
});
afterEach(async () => {
  model.close();
  await server.close();
});

describe('a breaker', () => {
  it('opens after failures in a row, asks nothing, lets one try, and closes again', async () => {
    await fail(3, 503, 'ServiceUnavailableException');
    expect([await ask(), await ask()]).toEqual(['BREAKER', 'BREAKER']);
    expect(server.requests).toHaveLength(3);
    server.reply(answers());
    await sleep(REST * 1.5);
    expect([await ask(), await ask()]).toEqual(['answered', 'answered']);
    expect(changes).toEqual(
      ['OPEN', 'HALF_OPEN', 'CLOSED'].map((state) => `local phield-extractive ${state}`),
    );
  });

  it('opens again when the one that tries fails', async () => {
    await fail(3, 503, 'ServiceUnavailableException');
    await sleep(REST * 1.5);
    expect([await ask(), await ask()]).toEqual(['UNAVAILABLE', 'BREAKER']);
    expect(server.requests).toHaveLength(4);
  });

  it('answers the others at once while one tries', async () => {
    await fail(3, 503, 'ServiceUnavailableException');
    server.reply(stalls);
    await sleep(REST * 1.5);
    const tries = ask(AbortSignal.timeout(2_000));
    await expect.poll(() => server.requests.length).toBe(4);
    const first = await Promise.race([tries, ask()]);
    expect(first).toBe('BREAKER');
    expect(server.requests).toHaveLength(4);
    expect(await tries).toBe('DEADLINE');
  });

  it('opens when a stalled model takes all the time there is', async () => {
    server.reply(stalls);
    for (let nth = 0; nth < 3; nth += 1) expect(await ask(AbortSignal.timeout(60))).toBe('DEADLINE');
    await expect.poll(() => changes.length).toBe(1);
    expect(await ask()).toBe('BREAKER');
  });

  it('answers at once while stalled calls hold every place', async () => {
    server.reply(stalls);
    const held = modelRequest({}, { concurrency: 1 });
    const stalled = [0, 1].map(() => failureOf(model.ask({ ...held, signal: AbortSignal.timeout(3_000) })));
    const other = modelRequest({ tenant: 'lakeside' }, { concurrency: 3 });
    await Promise.all(
      [0, 1, 2].map(() => failureOf(model.ask({ ...other, signal: AbortSignal.timeout(60) }))),
    );
    await expect.poll(() => changes.length).toBe(1);
    const first = await Promise.race([...stalled, failureOf(model.ask(held))]);
    expect(first).toBe('BREAKER');
    expect(await Promise.all(stalled)).toContain('DEADLINE');
  });

  it('does not open for calls that were left no time', async () => {
    model = open({ limits: { breakerPatience: 10_000 } });
    server.reply(() => {});
    const ends = await Promise.all(Array.from({ length: 6 }, () => ask(AbortSignal.timeout(50))));
    expect(new Set(ends)).toEqual(new Set(['DEADLINE']));
    expect(changes).toEqual([]);
  });

  it('does not open for clients that hang up', async () => {
    server.reply(stalls);
    for (let nth = 0; nth < 5; nth += 1) {
      const hungUp = new AbortController();
      const asked = ask(hungUp.signal);
      await expect.poll(() => server.requests.length).toBe(nth + 1);
      hungUp.abort();
      expect(await asked).toBe('DEADLINE');
    }
    server.reply(answers());
    expect(await ask()).toBe('answered');
  });

  it('does not close because the client that tried hung up', async () => {
    await fail(3, 503, 'ServiceUnavailableException');
    server.reply(stalls);
    await sleep(REST * 1.5);
    const hungUp = new AbortController();
    const tries = ask(hungUp.signal);
    await expect.poll(() => server.requests.length).toBe(4);
    hungUp.abort();
    expect(await tries).toBe('DEADLINE');
    await expect.poll(() => changes.length).toBe(3);
    expect(await ask()).toBe('BREAKER');
  });

  it('does not open for requests that Bedrock refuses', async () => {
    await fail(5, 403, 'AccessDeniedException');
    await fail(5, 400, 'ValidationException');
    server.reply(answers());
    expect(await ask()).toBe('answered');
  });

  it('is of one model: others are asked', async () => {
    await fail(3, 503, 'ServiceUnavailableException');
    server.reply(answers());
    expect(await ask()).toBe('BREAKER');
    expect((await model.ask(modelRequest({}, { model: 'another' }))).model).toBe('another');
  });

  it('counts each attempt, and no attempt follows once it is open', async () => {
    const tries = open({ limits: { retries: 5 } });
    server.reply(fails(503, 'ServiceUnavailableException'));
    expect(await failureOf(tries.ask(modelRequest()))).toBe('BREAKER');
    expect(server.requests).toHaveLength(3);
    tries.close();
  });
});
