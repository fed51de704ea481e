import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countCalls } from '../../datasources/dynamodb/count-calls.ts';
import { findingItem } from '../../datasources/dynamodb/finding-item.ts';
import { listsOf, placeOf } from '../../datasources/dynamodb/finding-keys.ts';
import { createFindingStore } from '../../datasources/dynamodb/finding-store.ts';
import { leaveLists } from '../../datasources/dynamodb/put-finding.ts';
import { BadUserInputError, DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import type { SignalFinding } from '../../src/signals/finding.ts';
import type { FindingQuery } from '../../src/signals/finding-store.ts';
import { findingId, madeFinding } from '../support/made-finding.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const ID = findingId(1);
const finding = (change: Partial<SignalFinding> = {}) => madeFinding(1, { tenant: 'north', ...change });
const more = finding({ to: '2026-01-05T13:00:00.000Z' });
const by = { by: 'officer', now: NOW };
const KEPT = { state: 'OPEN', assignee: null, verdict: null, changed: '', by: 'phield', version: 1 } as const;
const ALL = { state: null, severity: null, detector: null, first: 50, after: null };

describe('findings in the store', () => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
  });
  afterAll(() => backend.close());
  const calls = (table = backend.tables.data) => ({
    client: backend.client,
    tables: { ...backend.tables, data: table },
    random: randomBytes,
    signal: null,
    deadline: 5_000,
  });
  const open = (table?: string) => createFindingStore(calls(table));

  it('are kept once, open, and each tenant’s apart', async () => {
    const store = open();
    await store.keep([finding(), finding({ tenant: 'south', actor: 'other' })], NOW);
    await store.keep([finding()], NOW + 1);
    const { rows } = await store.list('north', ALL);
    expect(rows.map(({ record }) => record)).toEqual([
      {
        finding: finding(),
        state: 'OPEN',
        assignee: null,
        verdict: null,
        changed: '2026-01-05T12:00:00.000Z',
        by: 'phield',
        version: 1,
      },
    ]);
    expect((await store.find('south', ID))?.finding.actor).toBe('other');
    expect(await store.find('west', ID)).toBeNull();
  });

  it('go from hand to hand; who has not seen the last change changes nothing', async () => {
    const store = open();
    const assigned = await store.change('north', ID, 1, { state: 'ASSIGNED', assignee: 'helper' }, by);
    expect(assigned).toMatchObject({ state: 'ASSIGNED', assignee: 'helper', by: 'officer', version: 2 });
    expect(await store.change('north', ID, 1, { state: 'CLOSED', verdict: 'FALSE' }, by)).toBe('conflict');
    const closed = await store.change('north', ID, 2, { state: 'CLOSED', verdict: 'EXPECTED' }, by);
    expect(closed).toMatchObject({ state: 'CLOSED', verdict: 'EXPECTED', assignee: 'officer', version: 3 });
    expect(await store.change('west', ID, 1, { state: 'OPEN' }, by)).toBeNull();
  });

  it('are open again once something is added', async () => {
    const store = open();
    await store.keep([finding()], NOW + 5);
    expect((await store.find('north', ID))?.state).toBe('CLOSED');
    await store.keep([more], NOW + 5);
    expect(await store.find('north', ID)).toMatchObject({
      finding: more,
      state: 'OPEN',
      verdict: null,
      by: 'phield',
    });
  });

  it('are changed by one of two that do so at once', async () => {
    const { version = 0 } = (await open().find('north', ID)) ?? {};
    const answers = await Promise.all(
      ['a', 'b'].map((assignee) => open().change('north', ID, version, { state: 'ASSIGNED', assignee }, by)),
    );
    expect(answers.filter((answer) => answer === 'conflict')).toHaveLength(1);
  });

  it('are not taken for none when they cannot be read', async () => {
    await expect(open('no-such-table').list('north', ALL)).rejects.toThrow(UpstreamUnavailableError);
    const [bad] = [finding({ tenant: 'bad' })];
    await open().keep([bad], NOW);
    const Item = {
      ...findingItem({ kept: { ...KEPT, finding: bad }, place: placeOf({ ...KEPT, finding: bad }) }),
      kept: { S: '{}' },
    };
    await backend.client.send(new PutItemCommand({ TableName: backend.tables.data, Item }));
    await expect(open().find('bad', ID)).rejects.toThrow(DataIntegrityError);
    await expect(open().list('bad', ALL)).rejects.toThrow(DataIntegrityError);
  });

  const ids = async (tenant: string, query: Partial<FindingQuery> = {}) => {
    const { rows } = await open().list(tenant, { ...ALL, ...query });
    return rows.map(({ record }) => Number.parseInt(record.finding.id, 16));
  };

  it('are listed newest first, page after page, each once, by state, severity and detector', async () => {
    const store = open();
    const levels = ['LOW', 'MEDIUM'] as const;
    const all = Array.from({ length: 60 }, (_, at) =>
      madeFinding(at, {
        tenant: 'west',
        detector: at % 2 === 0 ? 'vip-access' : 'denial-burst',
        severity: levels[at % 3] ?? 'HIGH',
      }),
    );
    expect((await store.keep(all, NOW)).length).toBe(60);
    for (const at of [0, 6, 30])
      await store.change('west', findingId(at), 1, { state: 'CLOSED', verdict: 'FALSE' }, by);
    await store.change('west', findingId(7), 1, { state: 'ASSIGNED', assignee: 'a' }, by);
    const told: number[] = [];
    let after: string | null = null;
    for (let page = 0; page < 4; page += 1) {
      const { rows, hasNextPage } = await store.list('west', { ...ALL, first: 20, after });
      told.push(...rows.map(({ record }) => Number.parseInt(record.finding.id, 16)));
      after = rows.at(-1)?.position ?? null;
      if (!hasNextPage) break;
    }
    expect(told).toEqual(Array.from({ length: 60 }, (_, at) => 59 - at));
    expect(await ids('west', { state: 'CLOSED' })).toEqual([30, 6, 0]);
    expect(await ids('west', { state: 'ASSIGNED' })).toEqual([7]);
    expect(await ids('west', { state: 'CLOSED', severity: 'MEDIUM' })).toEqual([]);
    expect(await ids('west', { severity: 'MEDIUM', detector: 'vip-access', first: 3 })).toEqual([58, 52, 46]);
    expect(await ids('elsewhere')).toEqual([]);
    await expect(store.list('west', { ...ALL, after: 'x' })).rejects.toThrow(BadUserInputError);
    await expect(store.list('west', { ...ALL, first: 201 })).rejects.toThrow(BadUserInputError);
  });

  it('stay in their lists whoever is late in taking them out', async () => {
    const store = open();
    await store.keep([finding({ tenant: 'east' })], NOW);
    const known = await store.find('east', ID);
    const place = placeOf({ ...KEPT, finding: finding({ tenant: 'east' }) });
    await store.change('east', ID, 1, { state: 'ASSIGNED', assignee: 'a' }, by);
    await store.change('east', ID, 2, { state: 'OPEN' }, by);
    expect(known?.state).toBe('OPEN');
    // As the first change would, if it were only now that it comes to it.
    await leaveLists(calls(), listsOf({ ...KEPT, finding: finding({ tenant: 'east' }) }), place, 2);
    expect(await ids('east', { state: 'OPEN' })).toEqual([1]);
    expect(await ids('east', { state: 'ASSIGNED' })).toEqual([]);
  });

  it('are not told from a list that a change left behind', async () => {
    const store = open();
    await store.keep([finding({ tenant: 'left' })], NOW);
    await store.change('left', ID, 1, { state: 'CLOSED', verdict: 'FALSE' }, by);
    const [list = ''] = listsOf({ ...KEPT, finding: finding({ tenant: 'left' }) });
    const sk = { S: placeOf({ ...KEPT, finding: finding() }) };
    const Item = { pk: { S: list }, sk, version: { N: '1' } };
    await backend.client.send(new PutItemCommand({ TableName: backend.tables.data, Item }));
    expect(await ids('left', { state: 'OPEN' })).toEqual([]);
    expect(await ids('left')).toEqual([1]);
  });

  it('stand where their severity is now, in the place that they had first', async () => {
    const store = open();
    const later = { from: '2026-01-05T14:00:00.000Z', to: '2026-01-05T15:00:00.000Z' };
    await store.keep([finding({ tenant: 'up' }), madeFinding(2, { tenant: 'up' })], NOW);
    await store.keep([finding({ tenant: 'up', severity: 'HIGH', ...later })], NOW);
    expect(await ids('up', { severity: 'HIGH' })).toEqual([1]);
    expect(await ids('up', { severity: 'MEDIUM' })).toEqual([2]);
    expect(await ids('up')).toEqual([2, 1]);
  });

  it('are closed where a scan takes them back, unless a person has them', async () => {
    const store = open();
    await store.keep(
      [1, 2].map((number) => madeFinding(number, { tenant: 'back' })),
      NOW,
    );
    await store.change('back', findingId(2), 1, { state: 'ASSIGNED', assignee: 'a' }, by);
    await store.takeBack('back', [1, 2, 3].map(findingId), NOW);
    expect(await ids('back', { state: 'CLOSED' })).toEqual([1]);
    expect(await store.find('back', ID)).toMatchObject({ verdict: 'EXPECTED', by: 'phield' });
    expect(await ids('back', { state: 'ASSIGNED' })).toEqual([2]);
  });

  it('cost as many calls in a tenant that has many as in one that has few', async () => {
    const counts = countCalls(backend.client);
    const costOf = async (tenant: string) => {
      counts.take();
      const { rows } = await open().list(tenant, { ...ALL, state: 'OPEN', first: 20 });
      return [rows.length, counts.take()];
    };
    const some = (tenant: string, most: number) =>
      Array.from({ length: most }, (_, at) => madeFinding(at, { tenant }));
    await open().keep(some('few', 30), NOW);
    const few = await costOf('few');
    await open().keep(some('many', 300), NOW);
    expect(await costOf('many')).toEqual(few);
    expect(few).toEqual([20, { Query: 3, BatchGetItem: 1 }]);
  });
});
