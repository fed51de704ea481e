import { randomBytes } from 'node:crypto';
import { type AttributeValue, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchWrite } from '../../datasources/dynamodb/batch-write.ts';
import { createDynamoWriter } from '../../datasources/dynamodb/dynamo-writer.ts';
import { erasePatient } from '../../datasources/dynamodb/erase-patient.ts';
import { cacheHash } from '../../datasources/dynamodb/insight-cache.ts';
import { dateShift, instantKey } from '../../datasources/dynamodb/sort-key.ts';
import { DataIntegrityError } from '../../src/errors.ts';
import { DYNALITE, type StartedStore } from '../support/test-stores.ts';
import { type DynamoBackend, NOW, openDynamoBackend } from './backends.ts';
import { HOUR, insight, insightsOf, otherProcess, SAID, sentence, verdict } from './insight-samples.ts';
import { patient } from './resources.ts';

type Stored = Record<string, AttributeValue>;

describe('insights in the store', () => {
  let backend: DynamoBackend;
  let endpoint: string;
  beforeAll(async () => {
    backend = await openDynamoBackend({
      name: 'dynalite',
      async start(): Promise<StartedStore> {
        const store = await DYNALITE.start();
        endpoint = store.endpoint;
        return store;
      },
    });
  });
  afterAll(() => backend.close());

  const itemsLike = async (pattern: RegExp): Promise<readonly Stored[]> => {
    const { Items = [] } = await backend.client.send(new ScanCommand({ TableName: backend.tables.data }));
    return Items.filter(({ pk, sk }) => pattern.test(`${pk?.S} ${sk?.S}`));
  };
  const namesOf = (items: readonly Stored[]) => items.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`);
  const store = () => ({
    client: backend.client,
    tables: backend.tables,
    random: randomBytes,
    signal: null,
    deadline: 5_000,
  });
  const erase = (tenant: string, id: string) =>
    erasePatient({ store: store(), tenant, clock: () => NOW }, id);
  const save = async (tenant: string, id: string, subjectId: string) => {
    await backend.writer(tenant).write([patient(subjectId)]);
    return insightsOf(backend, { tenant }).save(insight(id, subjectId), `question ${id}`, NOW + HOUR);
  };
  /** Puts an altered item in place, runs, and puts the original back. */
  const withItem = async (altered: Stored, run: () => Promise<void>) => {
    const TableName = backend.tables.data;
    const Key = { pk: altered.pk ?? { S: '' }, sk: altered.sk ?? { S: '' } };
    const { Item } = await backend.client.send(new GetItemCommand({ TableName, Key }));
    await backend.client.send(new PutItemCommand({ TableName, Item: altered }));
    try {
      await run();
    } finally {
      await backend.client.send(new PutItemCommand({ TableName, Item }));
    }
  };
  const flipped = (item: Stored | undefined, name: string, at: number): Stored => {
    const bytes = Uint8Array.from(item?.[name]?.B ?? []);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return { ...item, [name]: { B: bytes } };
  };
  const refused = async (reading: Promise<unknown>) => {
    const error = await reading.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DataIntegrityError);
    expect(JSON.stringify([error, String(error)])).not.toContain(SAID);
  };

  it('show no word, no question, no reason and no time in any item', async () => {
    const tenant = 'canary';
    const createdBy = 'dr-canary-77';
    await backend.writer(tenant).write([patient('p')]);
    const insights = insightsOf(backend, { tenant, id: 'rev-canary-78' });
    const about = {
      createdBy,
      arguments: `{"transcript":"${SAID}"}`,
      sentences: [sentence(SAID, { section: `${SAID} section`, code: 'E11.9' })],
      evidenceHash: 'hash-canary-79',
      rowCategories: ['PSYCHOTHERAPY_NOTE'],
      labels: ['HIV'],
    };
    await insights.save(insight('i', 'p', about), 'question-canary-80', NOW + HOUR);
    await insights.review('i', verdict('EDITED', { sentence: 0, texts: { 0: `${SAID} again` } }));
    const text = JSON.stringify(await itemsLike(/#canary/), (_name, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    const told = [SAID, createdBy, 'rev-canary-78', 'hash-canary', 'question-canary', 'E11.9', 'preVisit'];
    const { secrets } = await backend.keyring.open(tenant);
    const times = [String(NOW), instantKey(NOW, 0), instantKey(NOW, dateShift(secrets.index))];
    for (const canary of [...told, 'PSYCHOTHERAPY', 'HIV', 'EDITED', 'o1', ...times]) {
      expect(text).not.toContain(canary);
    }
    const [item] = await itemsLike(/canary#P#p INSIGHT#i$/);
    expect(Object.keys(item ?? {}).sort()).toEqual(['b', 'pk', 'q', 'rev', 'sk']);
  });

  it.each(['find', 'cached', 'queue', 'review'] as const)(
    'are refused to %s when altered',
    async (method) => {
      const tenant = `altered-${method}`;
      await save(tenant, 'i', 'p');
      const insights = insightsOf(backend, { tenant });
      const read = {
        find: () => insights.find('i'),
        cached: () => insights.cached('p', 'question i'),
        queue: () => insights.queue({ first: 9, after: null, state: null }),
        review: () => insights.review('i', verdict('CONFIRMED')),
      };
      const [item] = await itemsLike(new RegExp(`${tenant}#P#p INSIGHT#`));
      for (const altered of [
        flipped(item, 'b', 30),
        { ...item, rev: { N: '2' } },
        { ...item, b: { S: 'x' } },
      ]) {
        await withItem(altered, () => refused(read[method]()));
      }
      const { rev: _rev, ...without } = item ?? {};
      await withItem(without, () => refused(read[method]()));
      expect(await read[method]()).toBeTruthy();
    },
  );

  it('are refused in another’s place', async () => {
    await save('moved', 'i', 'p');
    await save('moved', 'j', 'p');
    await save('moved', 'k', 'q');
    const insights = insightsOf(backend, { tenant: 'moved' });
    const [i, j] = await itemsLike(/moved#P#p INSIGHT#/);
    const [k] = await itemsLike(/moved#P#q INSIGHT#/);
    for (const from of [j, k]) {
      await withItem({ ...i, b: from?.b ?? { S: '' } }, () => refused(insights.find('i')));
    }
    const pointers = await itemsLike(/moved#P#p INSIGHTFOR#/);
    const [one, other] = pointers;
    const read = () =>
      Promise.allSettled([insights.cached('p', 'question i'), insights.cached('p', 'question j')]);
    await withItem({ ...one, b: other?.b ?? { S: '' } }, async () => {
      const refusals = (await read()).filter(({ status }) => status === 'rejected');
      expect(refusals).toMatchObject([{ reason: expect.any(DataIntegrityError) }]);
    });
  });

  it('are nobody’s where a locator names another patient', async () => {
    await save('located', 'i', 'p');
    await save('located', 'j', 'q');
    const [locator] = await itemsLike(/located#INSIGHT#i L$/);
    await withItem({ ...locator, p: { S: 'q' } }, async () => {
      expect(await insightsOf(backend, { tenant: 'located' }).find('i')).toBeNull();
    });
  });

  it('are erased with their patient, wherever they stood', async () => {
    await save('erased', 'i', 'p');
    await save('erased', 'j', 'p');
    await save('erased', 'k', 'q');
    const insights = insightsOf(backend, { tenant: 'erased' });
    await insights.review('i', verdict('CONFIRMED'));
    const before = await itemsLike(/#erased#/);
    await erase('erased', 'p');
    expect(await insights.find('i')).toBeNull();
    expect(await insights.cached('p', 'question j')).toBeNull();
    expect(await insights.review('j', verdict('CONFIRMED'))).toBeNull();
    const ids = async (state: 'DRAFT' | null) =>
      (await insights.queue({ first: 9, after: null, state })).rows.map((row) => row.insight.id);
    expect([await ids('DRAFT'), await ids(null)]).toEqual([['k'], ['k']]);
    expect(namesOf(await itemsLike(/#erased#(P#p |INSIGHT#[ij] |INSIGHTS#.*#[ij]$)/))).toEqual([]);
    expect((await insights.find('k'))?.id).toBe('k');
    expect(await insights.save(insight('l', 'p'), 'question l', NOW + HOUR)).toBe('erased');
    expect(namesOf(await itemsLike(/#l( L)?$/))).toEqual([]);

    // A restored backup shows nothing, and counts nothing.
    await batchWrite(store(), { puts: before, deletes: [] });
    expect(await insights.find('i')).toBeNull();
    expect(await insights.cached('p', 'question j')).toBeNull();
    expect(await insights.review('j', verdict('CONFIRMED'))).toBeNull();
    const { rows, hasNextPage } = await insights.queue({ first: 1, after: null, state: null });
    expect([rows.map((row) => row.insight.id), hasNextPage]).toEqual([['k'], false]);
    await erase('erased', 'p');
    expect(namesOf(await itemsLike(/#erased#(P#p |INSIGHT#[ij] |INSIGHTS#.*#[ij]$)/))).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 6])('leave nothing where their patient is erased at write %i', async (nth) => {
    const tenant = `during-${nth}`;
    await backend.writer(tenant).write([patient('p')]);
    const saving = otherProcess(backend, endpoint);
    let writes = 0;
    saving.client.middlewareStack.add(
      (next, context) => async (args) => {
        const isWrite = context.commandName !== 'BatchGetItemCommand';
        if (isWrite) writes += 1;
        if (isWrite && writes === nth) await erase(tenant, 'p');
        return next(args);
      },
      { step: 'initialize' },
    );
    const outcome = await insightsOf(saving, { tenant }).save(insight('i', 'p'), 'question', NOW + HOUR);
    if (writes < nth) await erase(tenant, 'p');
    expect(outcome).toBe(writes < nth ? 'stored' : 'erased');
    expect(namesOf(await itemsLike(new RegExp(`#${tenant}#`)))).toEqual([]);
    saving.client.destroy();
  });

  it('name a question by the tenant’s own key, and by its patient', () => {
    const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const names = [cacheHash(one, 'p', 'q'), cacheHash(other, 'p', 'q'), cacheHash(one, 'pq', '')];
    expect(new Set([...names, cacheHash(one, 'p', 'q')]).size).toBe(3);
  });

  it('are nobody’s where their patient is merged away', async () => {
    await save('merged', 'i', 'p');
    await backend.writer('merged').write([patient('p', { removed: true })]);
    const insights = insightsOf(backend, { tenant: 'merged' });
    expect(await insights.find('i')).toBeNull();
    expect(await insights.cached('p', 'question i')).toBeNull();
    const { rows } = await insights.queue({ first: 9, after: null, state: null });
    expect(rows).toEqual([]);
    expect(await insights.review('i', verdict('CONFIRMED'))).toBeNull();
    expect(await insights.save(insight('j', 'p'), 'question j', NOW + HOUR)).toBe('erased');
  });

  it('do not come back with a patient who is let in again', async () => {
    await save('back', 'i', 'p');
    const before = await itemsLike(/#back#.*INSIGHT/);
    await erase('back', 'p');
    const { client, tables, keyring } = backend;
    const shared = { client, tables, keyring, tenant: 'back', clock: () => NOW, random: randomBytes };
    await createDynamoWriter({ ...shared, signal: null, readmitErased: true }).write([patient('p')]);
    const insights = insightsOf(backend, { tenant: 'back' });
    expect(await insights.find('i')).toBeNull();
    expect(await insights.cached('p', 'question i')).toBeNull();
    await batchWrite(store(), { puts: before, deletes: [] });
    await refused(insights.find('i'));
  });
});
