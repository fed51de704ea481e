import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ReviewedInsightStore } from '../../datasources/dynamodb/insight-store.ts';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import { FAULTS, type FaultProxy } from '../support/fault-proxy.ts';
import { type DynamoBackend, NOW } from './backends.ts';
import { behindProxy, HOUR, insight, insightsOf, otherProcess, SAID, verdict } from './insight-samples.ts';
import { patient } from './resources.ts';

/** More calls than any method makes. */
const LIFE = 14;

describe('insights over a store that fails', () => {
  let backend: DynamoBackend;
  let proxy: FaultProxy;
  let endpoint: string;
  let saved = 0;
  beforeAll(async () => {
    ({ backend, proxy, endpoint } = await behindProxy({ requestTimeout: 300, maxAttempts: 2 }));
    await backend.writer().write([patient('p')]);
    await insightsOf(backend).save(insight('i', 'p'), 'question', NOW + HOUR);
  });
  afterEach(() => proxy.set({ kind: 'none' }));
  afterAll(() => backend.close());

  const METHODS: readonly (readonly [string, (insights: ReviewedInsightStore) => Promise<unknown>])[] = [
    [
      'save',
      (insights) => {
        saved += 1;
        return insights.save(insight(`s${saved}`, 'p'), `question ${saved}`, NOW + HOUR);
      },
    ],
    ['cached', (insights) => insights.cached('p', 'question')],
    ['find', (insights) => insights.find('i')],
    ['queue', (insights) => insights.queue({ first: 5, after: null, state: 'DRAFT' })],
    ['review', (insights) => insights.review('i', verdict('CONFIRMED', { sentence: 99 }))],
  ];

  describe.each(FAULTS)('%s', (_name, fault) => {
    it.each(METHODS)('makes %s unavailable, and tells nothing', async (_method, call) => {
      proxy.set(fault);
      const error = await call(insightsOf(backend)).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UpstreamUnavailableError);
      expect(JSON.stringify([error, String(error)])).not.toContain(SAID);
      proxy.set({ kind: 'none' });
      await expect(insightsOf(backend).find('i')).resolves.toMatchObject({ id: 'i' });
    });
  });

  it('reads what was left over', async () => {
    proxy.set({ kind: 'leftovers', of: 'BatchGetItem', times: 3 });
    expect(await insightsOf(backend).cached('p', 'question')).toMatchObject({ id: 'i' });
  });

  it('ends with the request', async () => {
    proxy.set({ kind: 'slow', delay: 100 });
    const ended = new AbortController();
    const reading = insightsOf(backend, { signal: ended.signal }).find('i');
    ended.abort();
    await expect(reading).rejects.toBeInstanceOf(UpstreamUnavailableError);
  });

  it('takes the same calls for an insight that is there, one that is not, and no id at all', async () => {
    const calls = async (id: string) => {
      proxy.take();
      await insightsOf(backend).find(id);
      return proxy.take();
    };
    const there = await calls('i');
    expect(there).toEqual(['BatchGetItem 1', 'BatchGetItem 3']);
    expect(await calls('zzz')).toEqual(there);
    expect(await calls('#\n')).toEqual(there);
    expect(await insightsOf(backend).cached('p', 'question')).not.toBeNull();
    expect(proxy.take()).toEqual(['BatchGetItem 3', 'BatchGetItem 3']);
  });

  it('never shows one that nobody will review, wherever its process died', async () => {
    const ends = new Set<string>();
    for (let calls = 0; calls <= LIFE; calls += 1) {
      const tenant = `died-${calls}`;
      await backend.writer(tenant).write([patient('p')]);
      const dying = otherProcess(backend, endpoint, calls);
      const saving = insightsOf(dying, { tenant }).save(insight('i', 'p'), 'question', NOW + HOUR);
      const outcome = await saving.catch(() => null);
      dying.client.destroy();
      const insights = insightsOf(backend, { tenant });
      const state = 'DRAFT';
      const waits = (await insights.queue({ first: 9, after: null, state })).rows.length;
      const isCached = (await insights.cached('p', 'question')) !== null;
      if (isCached) expect(waits).toBe(1);
      if (waits === 1) expect(await insights.find('i')).not.toBeNull();
      if (outcome !== null) expect([outcome, isCached, waits]).toEqual(['stored', true, 1]);
      ends.add(`${isCached} ${waits} ${outcome}`);
      expect(await insights.save(insight('j', 'p'), 'question', NOW + HOUR)).toBe('stored');
      expect(await insights.cached('p', 'question')).toMatchObject({ id: 'j' });
    }
    expect(ends).toEqual(new Set(['false 0 null', 'false 1 null', 'true 1 null', 'true 1 stored']));
  });

  it('keeps a verdict whole or not at all, wherever its process died', async () => {
    const ends = new Set<string>();
    for (let calls = 0; calls <= LIFE; calls += 1) {
      const tenant = `judged-${calls}`;
      await backend.writer(tenant).write([patient('p')]);
      const insights = insightsOf(backend, { tenant });
      await insights.save(insight('i', 'p'), 'question', NOW + HOUR);
      const dying = otherProcess(backend, endpoint, calls);
      const outcome = await insightsOf(dying, { tenant })
        .review('i', verdict('EDITED', { texts: { 1: 'checked' } }))
        .catch(() => null);
      dying.client.destroy();
      const now = await insights.find('i');
      if (outcome !== null) expect(now).toEqual(outcome);
      expect(now?.sentences[1]?.original ?? null).toBe(now?.reviewState === 'EDITED' ? `${SAID} two` : null);
      const waits = (await insights.queue({ first: 9, after: null, state: 'DRAFT' })).rows.length;
      expect(waits).toBe(now?.reviewState === 'DRAFT' ? 1 : 0);
      ends.add(`${now?.reviewState} ${outcome !== null}`);
    }
    expect(ends).toEqual(new Set(['DRAFT false', 'EDITED true']));
  });
});
