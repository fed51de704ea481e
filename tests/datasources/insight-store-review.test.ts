import { randomBytes } from 'node:crypto';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BadUserInputError, UpstreamUnavailableError } from '../../src/errors.ts';
import type { InsightReviewState, StoredInsight } from '../../src/insight/stored-insight.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { type DynamoBackend, NOW } from './backends.ts';
import { behindProxy, HOUR, insight, insightsOf, otherProcess, SAID, verdict } from './insight-samples.ts';
import { patient } from './resources.ts';

const MINUTE = 60_000;

describe('the review of insights', () => {
  let backend: DynamoBackend;
  let proxy: FaultProxy;
  let endpoint: string;
  beforeAll(async () => {
    ({ backend, proxy, endpoint } = await behindProxy());
  });
  afterEach(() => proxy.set({ kind: 'none' }));
  afterAll(() => backend.close());

  const save = async (tenant: string, ids: readonly string[], extra: Partial<StoredInsight> = {}) => {
    await backend.writer(tenant).write(ids.map((id) => patient(`p-${id}`)));
    for (const [at, id] of ids.entries()) {
      const draft = insight(id, `p-${id}`, { createdAt: NOW + at * MINUTE, ...extra });
      await insightsOf(backend, { tenant }).save(draft, id, NOW + HOUR);
    }
  };
  const reviewer = (tenant: string, id = 'ann') =>
    insightsOf(backend, { tenant, id, clock: () => NOW + HOUR });
  const queued = async (
    tenant: string,
    state: InsightReviewState | null,
    first = 200,
    admit?: (insight: StoredInsight) => boolean | Promise<boolean>,
  ) => {
    const ids: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const page = await reviewer(tenant).queue({ first, after, state, ...(admit ? { admit } : {}) });
      ids.push(...page.rows.map((row) => row.insight.id));
      expect(page.rows.length).toBeLessThanOrEqual(first);
      if (page.hasNextPage) expect(page.rows).toHaveLength(first);
      after = page.rows.at(-1)?.position ?? null;
      more = page.hasNextPage;
    }
    return ids;
  };

  it('comes newest first, page by page, by state', async () => {
    await save('paged', ['a', 'b', 'c', 'd', 'e', 'f']);
    const said = (id: string, state: 'CONFIRMED' | 'REJECTED') =>
      reviewer('paged').review(id, verdict(state));
    await said('b', 'CONFIRMED');
    await said('e', 'REJECTED');
    await reviewer('paged').review('c', verdict('EDITED', { texts: { 0: 'new' } }));
    await reviewer('paged').review('a', verdict('CONFIRMED', { sentence: 0 }));
    for (const first of [1, 2, 200]) {
      expect(await queued('paged', null, first)).toEqual(['f', 'e', 'd', 'c', 'b', 'a']);
      expect(await queued('paged', 'DRAFT', first)).toEqual(['f', 'd', 'a']);
      expect(await queued('paged', 'CONFIRMED', first)).toEqual(['b']);
      expect(await queued('paged', 'EDITED', first)).toEqual(['c']);
      expect(await queued('paged', 'REJECTED', first)).toEqual(['e']);
    }
    expect(await queued('other', null)).toEqual([]);
    const none = await reviewer('paged').queue({ first: 0, after: null, state: null });
    expect(none).toEqual({ rows: [], hasNextPage: true });
  });

  it('is of the kinds that are asked for, all in one order', async () => {
    const kinds = ['PRE_VISIT_SUMMARY', 'DRAFT_NOTE', 'CODING_SUGGESTIONS', 'PRIOR_AUTH_DRAFT'] as const;
    const saved = Array.from({ length: 28 }, (_, at) => ({
      id: `i${at}`,
      useCase: kinds[(at * 7 + (at % 3)) % 4] ?? kinds[0],
    }));
    await backend.writer('kinds').write([patient('p')]);
    for (const [at, { id, useCase }] of saved.entries()) {
      const draft = insight(id, 'p', { createdAt: NOW + at * MINUTE, useCase });
      await insightsOf(backend, { tenant: 'kinds' }).save(draft, id, NOW + HOUR);
    }
    const newest = saved.map(({ id }) => id).reverse();
    for (const first of [3, 26, 200]) {
      expect(await queued('kinds', 'DRAFT', first)).toEqual(newest);
      expect(await queued('kinds', null, first)).toEqual(newest);
    }
    for (const useCases of [[kinds[0], kinds[1]], [kinds[2]], [kinds[2], kinds[2]], []]) {
      const page = await reviewer('kinds').queue({ first: 200, after: null, state: null, useCases });
      const expected = saved.filter(({ useCase }) => useCases.some((one) => one === useCase));
      expect(page.rows.map((row) => row.insight.id)).toEqual(expected.map(({ id }) => id).reverse());
    }
  });

  it('counts nothing that the reader may not see', async () => {
    await save('narrow', ['a', 'b', 'c', 'd', 'e']);
    const admit = async ({ id }: StoredInsight) => id === 'b' || id === 'd';
    for (const first of [1, 2, 200]) expect(await queued('narrow', null, first, admit)).toEqual(['d', 'b']);
    const page = await reviewer('narrow').queue({ first: 2, after: null, state: 'DRAFT', admit });
    expect(page.hasNextPage).toBe(false);
  });

  it('fails whole where it cannot be decided who may see an insight', async () => {
    await save('undecided', ['a', 'b']);
    const admit = () => Promise.reject(new UpstreamUnavailableError('facts'));
    await expect(queued('undecided', null, 9, admit)).rejects.toThrow(UpstreamUnavailableError);
  });

  it('looks for drafts without reading what was reviewed', async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `i${at}`);
    await save('many', ids);
    for (const id of ids.slice(0, 58)) await reviewer('many').review(id, verdict('CONFIRMED'));
    proxy.take();
    const useCases = ['PRE_VISIT_SUMMARY'] as const;
    const page = await reviewer('many').queue({ first: 20, after: null, state: 'DRAFT', useCases });
    expect(page.rows.map((row) => row.insight.id)).toEqual(['i59', 'i58']);
    expect(proxy.take()).toEqual(['Query', 'BatchGetItem 6']);
  });

  it('waits for no information that nobody reviews', async () => {
    await save('told', ['a'], { useCase: 'LAB_EXPLANATION' });
    await save('told', ['b'], { useCase: 'ASK' });
    for (const state of ['DRAFT', null] as const) {
      expect(await queued('told', state)).toEqual([]);
      const page = { first: 9, after: null, state, useCases: ['LAB_EXPLANATION', 'ASK'] } as const;
      expect((await reviewer('told').queue(page)).rows).toEqual([]);
    }
    expect((await reviewer('told').find('a'))?.reviewState).toBe('DRAFT');
  });

  it('refuses positions that are none and pages of no size', async () => {
    for (const after of ['', 'x', '#', `${'0'.repeat(13)}#a/b`]) {
      await expect(reviewer('paged').queue({ first: 1, after, state: null })).rejects.toThrow(
        BadUserInputError,
      );
    }
    for (const first of [-1, 201, 0.5]) {
      await expect(reviewer('paged').queue({ first, after: null, state: null })).rejects.toThrow(
        BadUserInputError,
      );
    }
  });

  it('passes over markers that no insight names', async () => {
    await save('stray', ['a', 'b']);
    const sk =
      (await reviewer('stray').queue({ first: 9, after: null, state: null })).rows[0]?.position ?? '';
    const TableName = backend.tables.data;
    const put = (at: string, p: string) =>
      backend.client.send(
        new PutItemCommand({
          TableName,
          Item: { pk: { S: 'T#stray#INSIGHTS#PRE_VISIT_SUMMARY#ALL' }, sk: { S: at }, p: { S: p } },
        }),
      );
    await put(sk.replace(/^./, 'f'), 'p-b');
    await put(sk, 'p-a');
    expect(await queued('stray', null)).toEqual(['a']);
    const Key = { pk: { S: 'T#stray#P#p-a' }, sk: { S: 'INSIGHT#a' } };
    await backend.client.send(new DeleteItemCommand({ TableName, Key }));
    expect(await queued('stray', null)).toEqual([]);
  });

  it('keeps the verdict, who gave it, and what the model had written', async () => {
    await save('kept', ['a']);
    const edit = verdict('EDITED', { texts: { 1: 'checked' } });
    const edited = await reviewer('kept').review('a', edit);
    expect(edited).toMatchObject({
      reviewState: 'EDITED',
      reviewer: 'ann',
      reviewReason: edit.reason,
      reviewedAt: NOW + HOUR,
      verdicts: [{ reviewer: 'ann', at: NOW + HOUR, state: 'EDITED', sentence: null }],
    });
    const again = await insightsOf(otherProcess(backend, endpoint), { tenant: 'kept' }).find('a');
    expect(again).toEqual(edited);
    expect(again?.sentences.map(({ text, original, state }) => [text, original, state])).toEqual([
      [`${SAID} one`, null, 'CONFIRMED'],
      ['checked', `${SAID} two`, 'EDITED'],
      [`${SAID} three`, null, 'CONFIRMED'],
    ]);
    expect(await reviewer('kept').review('a', edit)).toBe('conflict');
    expect(await reviewer('kept').review('zzz', edit)).toBeNull();
    expect(await reviewer('kept').review('#\n', edit)).toBeNull();
  });

  it('refuses a verdict that does not fit, and changes nothing', async () => {
    await save('misfit', ['a']);
    const before = await reviewer('misfit').find('a');
    const tooMuch = { 0: randomBytes(400_000).toString('base64') };
    for (const given of [
      verdict('CONFIRMED', { sentence: 3 }),
      verdict('EDITED'),
      verdict('EDITED', { texts: tooMuch }),
    ]) {
      const failed = await reviewer('misfit')
        .review('a', given)
        .then(
          () => null,
          (error: unknown) => error,
        );
      expect(failed).toBeInstanceOf(BadUserInputError);
    }
    expect(await reviewer('misfit').find('a')).toEqual(before);
  });

  it('is won by one of two at once, on one replica or two', async () => {
    const elsewhere = otherProcess(backend, endpoint);
    for (const [round, id] of ['a', 'b', 'c', 'd'].entries()) {
      await save('raced', [id]);
      const two = insightsOf(round % 2 === 0 ? backend : elsewhere, { tenant: 'raced', id: 'bob' });
      const sentence = round < 2 ? null : 1;
      const both = await Promise.all([
        reviewer('raced').review(id, verdict('CONFIRMED', { sentence })),
        two.review(id, verdict('REJECTED', { sentence })),
      ]);
      expect(both.filter((one) => one === 'conflict')).toHaveLength(1);
      expect(await reviewer('raced').find(id)).toEqual(both.find((one) => one !== 'conflict'));
    }
    elsewhere.client.destroy();
  });

  it('of different sentences at once loses neither', async () => {
    await save('sentences', ['a'], { useCase: 'CODING_SUGGESTIONS' });
    const elsewhere = otherProcess(backend, endpoint);
    const all = await Promise.all(
      [0, 1, 2].map((sentence) =>
        insightsOf(sentence === 1 ? elsewhere : backend, {
          tenant: 'sentences',
          id: `coder-${sentence}`,
        }).review('a', verdict(sentence === 2 ? 'REJECTED' : 'CONFIRMED', { sentence })),
      ),
    );
    expect(all).not.toContain('conflict');
    const now = await reviewer('sentences').find('a');
    expect(now?.sentences.map(({ state }) => state)).toEqual(['CONFIRMED', 'CONFIRMED', 'REJECTED']);
    expect(now?.reviewState).toBe('EDITED');
    expect(now?.verdicts.map((given) => given.reviewer).sort()).toEqual(['coder-0', 'coder-1', 'coder-2']);
    expect(await queued('sentences', 'DRAFT')).toEqual([]);
    elsewhere.client.destroy();
  });

  it('of the whole is a conflict where a sentence was judged meanwhile', async () => {
    await save('overtaken', ['a']);
    const slower = otherProcess(backend, endpoint);
    let one: unknown = null;
    slower.client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === 'PutItemCommand' && one === null) {
          one = await reviewer('overtaken', 'bob').review('a', verdict('REJECTED', { sentence: 0 }));
        }
        return next(args);
      },
      { step: 'initialize' },
    );
    const whole = await insightsOf(slower, { tenant: 'overtaken' }).review('a', verdict('CONFIRMED'));
    expect(whole).toBe('conflict');
    expect(one).toMatchObject({ reviewState: 'DRAFT', reviewer: 'bob' });
    expect(await reviewer('overtaken').find('a')).toEqual(one);
    slower.client.destroy();
  });

  it('that the client library repeats after the store took it is no conflict', async () => {
    await save('repeated', ['a']);
    let lost = 1;
    const repeating = otherProcess(backend, endpoint);
    repeating.client.middlewareStack.add(
      (next, context) => async (args) => {
        const answer = await next(args);
        if (context.commandName !== 'PutItemCommand' || lost === 0) return answer;
        lost -= 1;
        return next(args);
      },
      { step: 'finalizeRequest' },
    );
    const judged = await insightsOf(repeating, { tenant: 'repeated', id: 'ann' }).review(
      'a',
      verdict('CONFIRMED'),
    );
    expect(lost).toBe(0);
    expect(judged).toMatchObject({ reviewState: 'CONFIRMED', reviewer: 'ann' });
    lost = 1;
    await backend.writer('repeated').write([patient('p-b')]);
    const draft = insight('b', 'p-b');
    expect(await insightsOf(repeating, { tenant: 'repeated' }).save(draft, 'b', NOW + HOUR)).toBe('stored');
    expect(lost).toBe(0);
    repeating.client.destroy();
  });

  it('stands though the draft could not be taken out of those that wait', async () => {
    await save('left', ['a', 'b']);
    proxy.set({ kind: 'error', status: 400, type: 'AccessDeniedException' }, 'BatchWriteItem');
    expect(await reviewer('left').review('a', verdict('CONFIRMED'))).toMatchObject({
      reviewState: 'CONFIRMED',
    });
    proxy.set({ kind: 'none' });
    expect(await queued('left', 'DRAFT')).toEqual(['b']);
  });
});
