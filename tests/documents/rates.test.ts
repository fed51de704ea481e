import { beforeEach, describe, expect, it } from 'vitest';
import { insuredRateCounter, memoryRateCounter } from '../../src/documents/memory-rate-counter.ts';
import type { RateCounter } from '../../src/documents/rate-counter.ts';
import type { RateLimits } from '../../src/documents/rates.ts';
import { createRates } from '../../src/documents/rates.ts';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { REGISTRATION } from '../support/client-registration.ts';
import { lineGateway } from '../support/line-gateway.ts';
import { actor } from '../support/small-gateway.ts';

/** The beginning of a minute. */
const MINUTE = Date.parse('2026-03-01T12:00:00Z');
const LIMITED = `${JSON.stringify({
  errors: [{ message: 'Too many requests; try again later.', extensions: { code: 'RATE_LIMITED' } }],
})}\n`;
const PING = { body: { query: '{ ping }' } };

let now: number;
beforeEach(() => {
  now = MINUTE;
});

async function line(limits: Partial<RateLimits>, counter: RateCounter = memoryRateCounter()) {
  const all = { actorPerMinute: null, clientPerMinute: null, costPerMinute: null, ...limits };
  const gateway = await lineGateway({ rates: createRates(counter, all, () => now), clock: () => now });
  const ask = (who: Partial<Actor> = {}, request: Parameters<typeof gateway.ask>[0] = PING) =>
    gateway.ask({
      headers: { authorization: JSON.stringify(actor(who)), 'content-type': 'application/json' },
      ...request,
    });
  const statuses = async (count: number, who: Partial<Actor> = {}) => {
    const seen: number[] = [];
    for (let at = 0; at < count; at += 1) seen.push((await ask(who)).status);
    return seen;
  };
  return { ...gateway, ask, statuses };
}

describe('an actor', () => {
  it('may ask so often within a minute, and again in the next', async () => {
    const { ask, statuses, refused, ledger } = await line({ actorPerMinute: 2 });
    now = MINUTE + 12_345;
    expect(await statuses(2)).toEqual([200, 200]);
    const { status, headers, text } = await ask();
    expect([status, text]).toEqual([429, LIMITED]);
    expect(headers['retry-after']).toBe('48');
    expect(refused).toEqual(['192.0.2.1 RATE_LIMITED']);
    now = MINUTE + 59_999;
    expect((await ask()).headers['retry-after']).toBe('1');
    now = MINUTE + 60_000;
    expect(await statuses(3)).toEqual([200, 200, 429]);
    expect(ledger.records).toEqual([]);
  });

  it('is counted alone, by issuer and tenant too', async () => {
    const { statuses } = await line({ actorPerMinute: 1 });
    for (const who of [{}, { id: 'user-2' }, { issuer: 'urn:other' }, { tenant: 'lakeside' }]) {
      expect(await statuses(2, who)).toEqual([200, 429]);
    }
  });

  it.each([
    ['here', memoryRateCounter()],
    ['elsewhere', insuredRateCounter(memoryRateCounter(), memoryRateCounter())],
  ])('that asks too often takes nothing from others of its client, counted %s', async (_where, counter) => {
    const { statuses } = await line({ actorPerMinute: 1, clientPerMinute: 3 }, counter);
    expect(await statuses(50)).toContain(429);
    expect(await statuses(1, { id: 'user-2' })).toEqual([200]);
    expect(await statuses(1, { id: 'user-3' })).toEqual([200]);
    expect(await statuses(1, { id: 'user-4' })).toEqual([429]);
  });
});

describe('a client', () => {
  it('may ask as often as it is registered for, else as often as any', async () => {
    const { statuses } = await line({ clientPerMinute: 2 });
    expect(await statuses(3)).toEqual([200, 200, 429]);
    const registration = { ...REGISTRATION, perMinute: 1 };
    expect(await statuses(2, { client: 'slow', registration })).toEqual([200, 429]);
    const faster = { ...REGISTRATION, perMinute: 4 };
    expect(await statuses(5, { client: 'fast', registration: faster })).toEqual([200, 200, 200, 200, 429]);
  });

  it('is counted over all who use it, but not over tenants', async () => {
    const { statuses } = await line({ clientPerMinute: 1 });
    expect(await statuses(1)).toEqual([200]);
    expect(await statuses(1, { id: 'user-2' })).toEqual([429]);
    expect(await statuses(1, { tenant: 'lakeside' })).toEqual([200]);
  });

  it('may ask for so much within a minute, before any of it runs', async () => {
    const { ask, refused, ledger } = await line({ costPerMinute: 40 });
    const one = { body: { query: '{ patients(first: 10) { edges { node { birthDate } } } }' } };
    expect((await ask({}, one)).status).toBe(200);
    expect(ledger.records).toHaveLength(1);
    now = MINUTE + 30_000;
    const { status, headers, text } = await ask({}, one);
    expect([status, text, headers['retry-after']]).toEqual([429, LIMITED, '30']);
    expect(ledger.records).toHaveLength(1);
    expect(refused).toEqual(['192.0.2.1 RATE_LIMITED']);
    const registration = { ...REGISTRATION, costPerMinute: 31 };
    expect((await ask({ client: 'other', registration }, one)).status).toBe(200);
    expect((await ask({ client: 'other', registration }, PING)).status).toBe(429);
    now = MINUTE + 60_000;
    expect((await ask({}, one)).status).toBe(200);
  });
});

describe('counts', () => {
  it('are nobody’s where no limit is said', async () => {
    const { statuses } = await line({});
    expect(new Set(await statuses(20))).toEqual(new Set([200]));
  });

  it('that cannot be had from all nodes are had from this one', async () => {
    const gone: RateCounter = {
      add: async () => {
        throw new UpstreamUnavailableError('gone');
      },
    };
    const { statuses } = await line({ actorPerMinute: 2 }, insuredRateCounter(gone, memoryRateCounter()));
    expect(await statuses(3)).toEqual([200, 200, 429]);
  });

  it('are of all nodes where they can be had', async () => {
    const shared = memoryRateCounter();
    const nodes = await Promise.all(
      [1, 2].map(() => line({ actorPerMinute: 3 }, insuredRateCounter(shared, memoryRateCounter()))),
    );
    const seen: number[] = [];
    for (const { statuses } of [...nodes, ...nodes]) seen.push(...(await statuses(1)));
    expect(seen).toEqual([200, 200, 200, 429]);
  });
});
