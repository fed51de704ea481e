import { randomBytes } from 'node:crypto';
import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erasePatient } from '../../datasources/dynamodb/erase-patient.ts';
import type { ReviewState } from '../../datasources/health-commands.ts';
import { BadUserInputError } from '../../src/errors.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, ISSUER, NOW, openDynamoBackend } from './backends.ts';
import { patient } from './resources.ts';

const MINUTE = 60_000;

describe('the queue of opened glasses', () => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
  });
  afterAll(() => backend.close());

  const open = async (tenant: string, id: string, at: number, subjectId = `p-${id}`) => {
    await backend.writer(tenant).write([patient(subjectId)]);
    const commands = backend.commands({ tenant, clock: () => NOW + at });
    await commands.openGlass({ id, subjectId, reason: 'OVRPJ', justification: `why ${id}`, minutes: 5 });
  };
  const officer = (tenant: string, clock = () => NOW + 99 * MINUTE) =>
    backend.commands({ tenant, id: 'officer', clock });
  const idsOf = async (tenant: string, state: ReviewState | null, first = 200) => {
    const ids: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const page = await officer(tenant).reviews({ first, after, state });
      ids.push(...page.rows.map(({ record }) => record.id));
      expect(page.rows.length).toBeLessThanOrEqual(first);
      after = page.rows.at(-1)?.position ?? null;
      more = page.hasNextPage;
    }
    return ids;
  };

  it('says who opened what, when and why', async () => {
    await open('one', 'g', 0);
    const [entry] = (await officer('one').reviews({ first: 1, after: null, state: 'OPEN' })).rows;
    const expected = {
      resourceType: 'BreakGlassReview',
      id: 'g',
      subjectId: 'p-g',
      rowCategories: [],
      labels: [],
      issuer: ISSUER,
      actor: 'user-1',
      roles: ['PHYSICIAN'],
      client: 'portal',
      reason: 'OVRPJ',
      justification: 'why g',
      openedAt: NOW,
      expiresAt: NOW + 5 * MINUTE,
      state: 'OPEN',
      reviewer: null,
      verdict: null,
      comment: null,
      reviewedAt: null,
    };
    expect(entry?.record).toEqual(expected);
    expect(await officer('one').reviewOf('g')).toEqual(expected);
    expect(await officer('two').reviewOf('g')).toBeNull();
    expect(await idsOf('two', null)).toEqual([]);
  });

  it('comes newest first, page by page, by state', async () => {
    for (const [at, id] of ['a', 'b', 'c', 'd', 'e'].entries()) await open('paged', id, at * MINUTE);
    for (const id of ['b', 'e']) {
      await officer('paged').review(id, { verdict: 'JUSTIFIED', comment: '' });
    }
    for (const first of [1, 2, 200]) {
      expect(await idsOf('paged', null, first)).toEqual(['e', 'd', 'c', 'b', 'a']);
      expect(await idsOf('paged', 'OPEN', first)).toEqual(['d', 'c', 'a']);
      expect(await idsOf('paged', 'REVIEWED', first)).toEqual(['e', 'b']);
    }
    for (const after of ['', 'x', '#', `${'0'.repeat(13)}#a/b`]) {
      await expect(officer('paged').reviews({ first: 1, after, state: null })).rejects.toThrow(
        BadUserInputError,
      );
    }
    await expect(officer('paged').reviews({ first: 201, after: null, state: null })).rejects.toThrow(
      BadUserInputError,
    );
  });

  it('takes one verdict for each, whoever gives it first', async () => {
    await open('judged', 'g', 0);
    const both = await Promise.all(
      (['NOT_JUSTIFIED', 'ESCALATED'] as const).map((verdict) =>
        officer('judged').review('g', { verdict, comment: `said ${verdict}` }),
      ),
    );
    expect(both.filter((one) => one === 'conflict')).toHaveLength(1);
    const won = both.find((one) => one !== 'conflict');
    expect(won).toMatchObject({
      state: 'REVIEWED',
      reviewer: 'officer',
      reviewedAt: NOW + 99 * MINUTE,
      justification: 'why g',
    });
    expect(await officer('judged').reviewOf('g')).toEqual(won);
    expect(await officer('judged').review('g', { verdict: 'JUSTIFIED', comment: '' })).toBe('conflict');
    expect(await officer('judged').review('zzz', { verdict: 'JUSTIFIED', comment: '' })).toBeNull();
    expect(await officer('judged').reviewOf('#\n')).toBeNull();
  });

  it('keeps the entry of an erased patient, and nothing that was written about it', async () => {
    await open('erasing', 'g', 0);
    await open('erasing', 'h', 1);
    await officer('erasing').review('g', { verdict: 'JUSTIFIED', comment: 'Zanzibar' });
    const { client, tables } = backend;
    const store = { client, tables, random: randomBytes, signal: null, deadline: 5_000 };
    const erase = () => erasePatient({ store, tenant: 'erasing', clock: () => NOW }, 'p-g');
    await erase();
    expect(await officer('erasing').reviewOf('g')).toMatchObject({
      subjectId: 'p-g',
      actor: 'user-1',
      verdict: 'JUSTIFIED',
      justification: null,
      comment: null,
    });
    expect(await idsOf('erasing', null)).toEqual(['h', 'g']);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: tables.data }));
    const left = Items.filter(({ pk }) => pk?.S === 'T#erasing#REVIEW#g' || pk?.S === 'T#erasing#P#p-g');
    expect(left.map((item) => Object.keys(item).sort())).toEqual([['b', 'pk', 's', 'sk']]);
    expect((await officer('erasing').reviewOf('h'))?.justification).toBe('why h');
    expect(
      await officer('erasing').openGlass({
        id: 'late',
        subjectId: 'p-g',
        reason: 'OVRER',
        justification: 'x',
        minutes: 1,
      }),
    ).toBeNull();
    await erase();
  });

  it('passes over an entry that was never finished', async () => {
    await open('unfinished', 'g', 0);
    await open('unfinished', 'h', 1);
    const Key = { pk: { S: 'T#unfinished#REVIEW#h' }, sk: { S: 'R' } };
    await backend.client.send(new DeleteItemCommand({ TableName: backend.tables.data, Key }));
    expect(await idsOf('unfinished', null, 1)).toEqual(['g']);
  });
});
