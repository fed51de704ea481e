import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelCall } from '../../../datasources/bedrock/bedrock-options.ts';
import type { BedrockModel } from '../../../datasources/bedrock/create-bedrock-model.ts';
import { failureOf, modelRequest, openModel } from './model-request.ts';
import {
  answers,
  fails,
  hangsUp,
  type Reply,
  stalls,
  startWireServer,
  type WireServer,
} from './wire-server.ts';

let server: WireServer;
let model: BedrockModel;
let calls: ModelCall[];

beforeEach(async () => {
  server = await startWireServer();
  calls = [];
  model = openModel(server.url, { onCall: (call) => calls.push(call), limits: { breakerFailures: 50 } });
});
afterEach(async () => {
  model.close();
  await server.close();
});

describe('an answer', () => {
  it('is told with its scores, its tokens and the model as configured', async () => {
    server.reply(answers({ text: '{"sentences":[{"text":"Asthma"}]}' }));
    expect(await model.ask(modelRequest())).toMatchObject({
      text: '{"sentences":[{"text":"Asthma"}]}',
      stopReason: 'end_turn',
      model: 'phield-extractive',
      intervened: false,
      grounding: 0.93,
      relevance: 0.81,
      tokens: { input: 120, output: 30 },
    });
  });

  it('is measured with ids, codes and counts alone', async () => {
    await model.ask(modelRequest());
    expect(calls).toEqual([
      {
        tenant: 'riverside',
        region: 'local',
        model: 'phield-extractive',
        outcome: 'ANSWERED',
        inputTokens: 120,
        outputTokens: 30,
        milliseconds: expect.any(Number),
        attempts: 1,
      },
    ]);
  });

  it.each(['max_tokens', 'content_filtered', 'malformed_model_output', 'model_context_window_exceeded'])(
    'keeps the reason %s for which it stopped',
    async (stopReason) => {
      server.reply(answers({ stopReason, text: '{"sent' }));
      expect(await model.ask(modelRequest())).toMatchObject({
        stopReason,
        text: '{"sent',
        intervened: false,
      });
    },
  );

  it('is sent over HTTP/1 to the path of its model', async () => {
    await model.ask(modelRequest());
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/model/phield-extractive/converse' });
  });
});

const FAILURES: readonly (readonly [string, Reply, string, number])[] = [
  ['ThrottlingException', fails(429, 'ThrottlingException'), 'THROTTLED', 3],
  ['ModelNotReadyException', fails(429, 'ModelNotReadyException'), 'THROTTLED', 3],
  ['InternalServerException', fails(500, 'InternalServerException'), 'UNAVAILABLE', 3],
  ['ServiceUnavailableException', fails(503, 'ServiceUnavailableException'), 'UNAVAILABLE', 3],
  ['a connection that ends', hangsUp, 'UNAVAILABLE', 3],
  ['ModelTimeoutException', fails(408, 'ModelTimeoutException'), 'UNAVAILABLE', 1],
  ['ModelErrorException', fails(424, 'ModelErrorException'), 'UNAVAILABLE', 1],
  ['ServiceQuotaExceededException', fails(400, 'ServiceQuotaExceededException'), 'THROTTLED', 1],
  ['ValidationException', fails(400, 'ValidationException', 'input is too long'), 'REFUSED', 1],
  [
    'ValidationException of a guardrail',
    fails(400, 'ValidationException', 'The guardrail identifier or version is not valid'),
    'GUARDRAIL_UNKNOWN',
    1,
  ],
  ['ResourceNotFoundException', fails(404, 'ResourceNotFoundException', 'Model not found'), 'REFUSED', 1],
  [
    'ResourceNotFoundException of a guardrail',
    fails(404, 'ResourceNotFoundException', 'Guardrail was not found'),
    'GUARDRAIL_UNKNOWN',
    1,
  ],
  ['AccessDeniedException', fails(403, 'AccessDeniedException'), 'REFUSED', 1],
  ['an answer that is no JSON', (response) => response.end('<html>'), 'UNAVAILABLE', 1],
  ['an answer without a message', (response) => response.end('{}'), 'UNAVAILABLE', 1],
  ['an error of no kind', (response) => response.writeHead(502).end(), 'UNAVAILABLE', 1],
];

describe('the server of this machine', () => {
  it('is asked where it is now', async () => {
    const elsewhere = await startWireServer();
    let url = server.url;
    const moving = openModel(null, { localEndpoint: () => url });
    await moving.ask(modelRequest());
    url = elsewhere.url;
    await moving.ask(modelRequest());
    expect([server.requests.length, elsewhere.requests.length]).toEqual([1, 1]);
    moving.close();
    await elsewhere.close();
  });

  it('that does not start is unavailable, in the caller’s time', async () => {
    const broken = openModel(null, { localEndpoint: () => Promise.reject(new Error('CANARY')) });
    expect(await failureOf(broken.ask(modelRequest()))).toBe('UNAVAILABLE');
    const slow = openModel(null, { localEndpoint: () => new Promise(() => {}) });
    expect(await failureOf(slow.ask(modelRequest({ signal: AbortSignal.timeout(50) })))).toBe('DEADLINE');
  });
});

describe('a failure', () => {
  it.each(FAILURES)('%s', async (_name, reply, failure, attempts) => {
    server.reply(reply);
    expect(await failureOf(model.ask(modelRequest()))).toBe(failure);
    expect(server.requests).toHaveLength(attempts);
    expect(calls).toMatchObject([{ outcome: failure, attempts, inputTokens: 0, outputTokens: 0 }]);
  });

  it('that passes is tried again and answered', async () => {
    server.reply((response, request, nth) =>
      (nth < 3 ? fails(503, 'ServiceUnavailableException') : answers())(response, request, nth),
    );
    expect((await model.ask(modelRequest())).stopReason).toBe('end_turn');
    expect(server.requests).toHaveLength(3);
  });

  it('is unavailable when nobody listens', async () => {
    await server.close();
    expect(await failureOf(model.ask(modelRequest()))).toBe('UNAVAILABLE');
    server = await startWireServer();
  });

  it('waits between attempts as long as chance says, and no longer than the cap', async () => {
    const draws: number[] = [];
    const patient = openModel(server.url, {
      random: () => {
        draws.push(1);
        return 0;
      },
      limits: { retryBase: 3_600_000, retryCap: 3_600_000 },
    });
    server.reply(fails(503, 'ServiceUnavailableException'));
    expect(await failureOf(patient.ask(modelRequest()))).toBe('UNAVAILABLE');
    expect(draws).toHaveLength(2);
    patient.close();
  });
});

describe('time', () => {
  it('is the caller’s: a stalled model is left when it is over', async () => {
    server.reply(stalls);
    expect(await failureOf(model.ask(modelRequest({ signal: AbortSignal.timeout(150) })))).toBe('DEADLINE');
    await expect.poll(() => server.sockets.open).toBe(0);
  });

  it('ends an answer whose body stands still', async () => {
    server.reply((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"output":');
    });
    expect(await failureOf(model.ask(modelRequest({ signal: AbortSignal.timeout(200) })))).toBe('DEADLINE');
    await expect.poll(() => server.sockets.open).toBe(0);
  });

  it('ends waiting between attempts', async () => {
    const slow = openModel(server.url, {
      random: () => 0.99,
      limits: { retryBase: 3_000, retryCap: 3_000 },
    });
    server.reply(fails(503, 'ServiceUnavailableException'));
    const asked = failureOf(slow.ask(modelRequest({ signal: AbortSignal.timeout(150) })));
    expect(await Promise.race([asked, sleep(2_000, 'waited on')])).toBe('DEADLINE');
    expect(server.requests).toHaveLength(1);
    slow.close();
  });

  it('sends nothing when it is over before', async () => {
    expect(await failureOf(model.ask(modelRequest({ signal: AbortSignal.abort() })))).toBe('DEADLINE');
    expect(server.requests).toHaveLength(0);
  });

  it('has an end of its own when the caller sets none', async () => {
    const hasty = openModel(server.url, { limits: { requestTimeout: 150 } });
    const signal = new AbortController().signal;
    server.reply(stalls);
    expect(await failureOf(hasty.ask(modelRequest({ signal })))).toBe('DEADLINE');
    server.reply((response) => {
      response.writeHead(200);
      response.write('{');
    });
    expect(await failureOf(hasty.ask(modelRequest({ signal })))).not.toBe('answered');
    hasty.close();
  });

  it('is not spent on an answer without end', async () => {
    const small = openModel(server.url, { limits: { answerBytes: 10_000 } });
    server.reply((response) => {
      const more = () => response.destroyed || response.write('x'.repeat(5_000), () => setImmediate(more));
      more();
    });
    expect(await failureOf(small.ask(modelRequest()))).toBe('UNAVAILABLE');
    await expect.poll(() => server.sockets.open).toBe(0);
    small.close();
  });
});
