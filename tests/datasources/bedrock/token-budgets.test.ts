import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { estimateInput } from '../../../datasources/bedrock/estimate-input.ts';
import { TokenBudgets } from '../../../datasources/bedrock/token-budgets.ts';
import { estimateTokens } from '../../../src/insight/estimate-tokens.ts';
import { failureOf, modelRequest, openModel } from './model-request.ts';
import { answers, fails, stalls, startWireServer, type WireServer } from './wire-server.ts';

const MINUTE = 60_000;
const LIMITS = { tenant: 100, actor: 60 };
const WHO = { tenant: 'riverside', actor: 'a' };

describe('an estimate', () => {
  it('grows with the bytes of a text', () => {
    expect(['', 'a', 'abc', 'abcd', 'жж', '€€'].map(estimateTokens)).toEqual([0, 1, 1, 2, 2, 2]);
  });

  it('holds everything that is sent', () => {
    const asked = estimateInput(modelRequest());
    expect(estimateInput(modelRequest({ instructions: 'x'.repeat(3_000) }))).toBeGreaterThan(asked + 900);
    expect(estimateInput(modelRequest({ query: 'x'.repeat(3_000) }))).toBeGreaterThan(asked + 900);
    expect(estimateInput(modelRequest({ reference: ['x'.repeat(3_000)] }))).toBeGreaterThan(asked + 900);
    const evidence = [{ number: 1, text: 'x'.repeat(3_000) }];
    expect(estimateInput(modelRequest({ evidence }))).toBeGreaterThan(900);
    const schema = { name: 's', body: { description: 'x'.repeat(3_000) } };
    expect(estimateInput(modelRequest({ schema }))).toBeGreaterThan(asked + 900);
  });
});

describe('tokens of an hour', () => {
  let now: number;
  let budgets: TokenBudgets;
  beforeEach(() => {
    now = 0;
    budgets = new TokenBudgets(() => now, 4);
  });

  it('are an actor’s, and a tenant’s over all its actors', () => {
    expect(budgets.reserve(WHO, LIMITS, 60)).not.toBeNull();
    expect(budgets.reserve(WHO, LIMITS, 1)).toBeNull();
    expect(budgets.reserve({ ...WHO, actor: 'b' }, LIMITS, 41)).toBeNull();
    expect(budgets.reserve({ ...WHO, actor: 'b' }, LIMITS, 40)).not.toBeNull();
    expect(budgets.reserve({ tenant: 'lakeside', actor: 'a' }, LIMITS, 60)).not.toBeNull();
  });

  it('are settled with what was used, once', () => {
    const reserved = budgets.reserve(WHO, LIMITS, 60);
    reserved?.settle(10);
    reserved?.settle(0);
    expect(budgets.reserve(WHO, LIMITS, 51)).toBeNull();
    budgets.reserve(WHO, LIMITS, 20)?.settle(70);
    expect(budgets.reserve(WHO, LIMITS, 0)).toBeNull();
  });

  it('come back after an hour and no sooner', () => {
    now = 30_000;
    budgets.reserve(WHO, LIMITS, 60);
    now += 60 * MINUTE - 1;
    expect(budgets.reserve(WHO, LIMITS, 1)).toBeNull();
    now += MINUTE;
    expect(budgets.reserve(WHO, LIMITS, 60)).not.toBeNull();
  });

  it('are kept for as many as fit, and nobody new is served beyond', () => {
    for (const actor of ['a', 'b', 'c']) expect(budgets.reserve({ ...WHO, actor }, LIMITS, 1)).not.toBeNull();
    expect(budgets.reserve({ ...WHO, actor: 'd' }, LIMITS, 1)).toBeNull();
    expect(budgets.reserve(WHO, LIMITS, 1)).not.toBeNull();
    now += 62 * MINUTE;
    expect(budgets.reserve({ ...WHO, actor: 'd' }, LIMITS, 1)).not.toBeNull();
  });
});

describe('a call', () => {
  let server: WireServer;
  beforeEach(async () => {
    server = await startWireServer();
  });
  afterEach(() => server.close());
  /** Room for one call by its estimate, and not for two. */
  const asked = estimateInput(modelRequest()) + 800;
  const tight = { tokensPerHour: { tenant: 10 * asked, actor: asked + 10 } };

  it('over its budget is not sent', async () => {
    const model = openModel(server.url);
    const none = { tokensPerHour: { tenant: asked - 1, actor: 10 * asked } };
    expect(await failureOf(model.ask(modelRequest({}, none)))).toBe('BUDGET');
    expect(server.requests).toHaveLength(0);
    model.close();
  });

  it('is counted before it is sent, so that two at once do not both pass', async () => {
    const model = openModel(server.url);
    server.reply((response, request, nth) => setTimeout(() => answers()(response, request, nth), 50));
    const ends = await Promise.all([0, 1].map(() => failureOf(model.ask(modelRequest({}, tight)))));
    expect(ends.sort()).toEqual(['BUDGET', 'answered']);
    // 150 tokens were used, not what was set aside.
    expect(await failureOf(model.ask(modelRequest({ outputTokens: 650 }, tight)))).toBe('answered');
    model.close();
  });

  it('that Bedrock did not take costs nothing', async () => {
    const model = openModel(server.url);
    server.reply(fails(403, 'AccessDeniedException'));
    for (let nth = 0; nth < 3; nth += 1)
      expect(await failureOf(model.ask(modelRequest({}, tight)))).toBe('REFUSED');
    model.close();
  });

  it('that was sent and not heard out costs what was set aside', async () => {
    const model = openModel(server.url);
    server.reply(stalls);
    const signal = AbortSignal.timeout(60);
    expect(await failureOf(model.ask(modelRequest({ signal }, tight)))).toBe('DEADLINE');
    expect(await failureOf(model.ask(modelRequest({}, tight)))).toBe('BUDGET');
    model.close();
  });
});
