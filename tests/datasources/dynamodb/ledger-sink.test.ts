import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoClient } from '../../../datasources/dynamodb/dynamo-client.ts';
import { createDynamoSink } from '../../../datasources/dynamodb/ledger-sink.ts';
import { createDynamoSource } from '../../../datasources/dynamodb/ledger-source.ts';
import {
  batchesOf,
  batchKey,
  ensureLedgerTable,
  type LedgerTable,
  ledgerTableName,
} from '../../../datasources/dynamodb/ledger-table.ts';
import { DataIntegrityError, UpstreamUnavailableError } from '../../../src/errors.ts';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { encodeBatch } from '../../../src/ledger/chain/encode-batch.ts';
import { ForkedChainError } from '../../../src/ledger/commit/sink.ts';
import { createInstallation, sealLife } from '../../ledger/support/seal-batches.ts';
import { testStores } from '../../support/test-stores.ts';
import { type Lie, type LyingStore, startLyingStore } from './ledger-lying-store.ts';

const installation = createInstallation();
const record = (text: string) => Buffer.from(JSON.stringify({ text }));

describe.each(testStores())('batches in a table ($name)', (kind) => {
  let stop: () => Promise<void>;
  let store: LyingStore;
  let table: LedgerTable;

  beforeAll(async () => {
    const started = await kind.start();
    store = await startLyingStore(started.endpoint);
    const client = createDynamoClient({
      endpoint: () => store.endpoint,
      region: 'us-east-1',
      requestTimeout: 250,
      maxAttempts: 2,
    });
    table = { client, name: ledgerTableName('test'), random: randomBytes, deadline: 1_500 };
    await ensureLedgerTable(table);
    stop = async () => {
      client.destroy();
      await store.close();
      await started.stop();
    };
  }, 60_000);
  afterAll(() => stop());
  beforeEach(() => store.lie(() => 'truth'));

  const life = async (...texts: string[]) =>
    sealLife(await installation.writer(), ...texts.map((text) => [record(text), record(`${text}, too`)]));

  const stored = async (writer: string, from = 1) => {
    const all: SealedBatch[] = [];
    for await (const batch of createDynamoSource(table).batches(writer, from)) all.push(batch);
    return all;
  };
  const asBytes = (batches: readonly SealedBatch[]) => batches.map((one) => encodeBatch(one).toString('hex'));

  async function commitAll(batches: readonly SealedBatch[]) {
    const sink = createDynamoSink(table);
    for (const batch of batches) await sink.commit(batch);
    return sink;
  }

  it('come back with the bytes they had, from any number on', async () => {
    const batches = await life('one', 'two', 'three');
    await commitAll(batches);
    const [{ head } = { head: { writer: '' } }] = batches;
    expect(asBytes(await stored(head.writer))).toEqual(asBytes(batches));
    expect(asBytes(await stored(head.writer, 3))).toEqual(asBytes(batches.slice(2)));
    expect(await createDynamoSource(table).writers()).toContain(head.writer);
  });

  it('writers are listed from before their first batch, oldest first', async () => {
    const first = await life();
    const second = await life();
    store.lie((operation, call) => (operation === 'PutItem' && call > 1 ? 'cut before' : 'truth'));
    await expect(commitAll(second)).rejects.toThrow(UpstreamUnavailableError);
    store.lie(() => 'truth');
    await commitAll(first);
    const ours = [first, second].map(([open]) => open?.head.writer ?? '');
    const writers = await createDynamoSource(table).writers();
    expect(writers.filter((one) => ours.includes(one))).toEqual(ours);
    expect(await stored(ours[1] ?? '')).toEqual([]);
  });

  it('one put carries every record of a batch', async () => {
    const chain = await installation.writer();
    const sink = createDynamoSink(table);
    await sink.commit(chain.seal('open', [chain.certificate]));
    const waiting = Array.from({ length: 500 }, (_, at) => record(`operation ${at} `.repeat(40)));
    store.take();
    await sink.commit(chain.seal('records', waiting));
    expect(store.take()).toEqual({ PutItem: 1 });
    const [, batch] = await stored(chain.writer);
    expect(batch?.records.map(String)).toEqual(waiting.map(String));
  });

  it('a batch larger than an item lies in pieces, and counts once it is whole', async () => {
    const chain = await installation.writer();
    const sink = createDynamoSink(table);
    const open = chain.seal('open', [chain.certificate]);
    const large = chain.seal('records', [randomBytes(700_000), randomBytes(300_000)]);
    const close = chain.seal('close', []);
    await sink.commit(open);
    store.lie((operation, call) => (operation === 'PutItem' && call > 2 ? '500 before' : 'truth'));
    await expect(sink.commit(large)).rejects.toThrow(UpstreamUnavailableError);
    store.lie(() => 'truth');
    expect(asBytes(await stored(chain.writer))).toEqual(asBytes([open]));
    await sink.commit(large);
    await sink.commit(large);
    await sink.commit(close);
    expect(asBytes(await stored(chain.writer))).toEqual(asBytes([open, large, close]));
  });

  it.each<[string, (call: number) => Lie]>([
    ['says 500 after each first write', (call) => (call % 2 === 1 ? '500 after' : 'truth')],
    ['is silent after each first write', (call) => (call % 2 === 1 ? 'silence after' : 'truth')],
    ['cuts the line after each first write', (call) => (call % 2 === 1 ? 'cut after' : 'truth')],
    ['carries everything out twice', () => 'twice'],
    ['throttles every other call', (call) => (call % 2 === 1 ? 'throttled' : 'truth')],
    ['throttles at random, half of all', () => (Math.random() < 0.5 ? 'throttled' : 'truth')],
    ['drops two of three calls', (call) => (call % 3 === 0 ? 'truth' : 'cut before')],
    ['answers late, within bounds', () => ({ late: 100 })],
  ])('a store that %s: nothing is lost, no number is taken twice', async (_name, how) => {
    const batches = await life('one', 'two', 'three', 'four');
    store.lie((operation, call) => (operation === 'Query' ? 'truth' : how(call)));
    const sink = createDynamoSink(table);
    for (const batch of batches) {
      // What was refused comes again, as the group commit does it.
      for (let attempt = 0; ; attempt += 1) {
        const failed = await sink.commit(batch).then(
          () => false,
          (error: unknown) => {
            if (!(error instanceof UpstreamUnavailableError) || attempt > 10) throw error;
            return true;
          },
        );
        if (!failed) break;
      }
    }
    store.lie(() => 'truth');
    expect(asBytes(await stored(batches[0]?.head.writer ?? ''))).toEqual(asBytes(batches));
  });

  it.each<[string, Lie]>([
    ['that is five seconds late', { late: 5_000 }],
    ['that is never there', 'cut before'],
    ['that always throttles', 'throttled'],
    ['that fails after each write', '500 after'],
  ])('a store %s is given up in time, and what it has then counts', async (_name, lie) => {
    const batches = await life('one');
    const sink = createDynamoSink(table);
    store.lie(() => lie);
    const began = performance.now();
    const [open] = batches;
    if (open === undefined) throw new Error('no batch');
    await expect(sink.commit(open)).rejects.toThrow(UpstreamUnavailableError);
    expect(performance.now() - began).toBeLessThan(table.deadline + 1_500);
    store.lie(() => 'truth');
    for (const batch of batches) await sink.commit(batch);
    expect(asBytes(await stored(open.head.writer))).toEqual(asBytes(batches));
  });

  it('another batch under a number that is taken is a fork, and replaces nothing', async () => {
    const chain = await installation.writer();
    const open = chain.seal('open', [chain.certificate]);
    const batch = chain.seal('records', [record('one')]);
    const sink = await commitAll([open, batch]);
    const other = { ...batch, records: [record('two')] };
    await expect(sink.commit(other)).rejects.toThrow(ForkedChainError);
    await expect(createDynamoSink(table).commit(other)).rejects.toThrow(ForkedChainError);
    await expect(sink.commit(batch)).resolves.toBeUndefined();
    expect(asBytes(await stored(chain.writer))).toEqual(asBytes([open, batch]));
  });

  it('a batch whose answer was lost and that is read altered does not count as taken', async () => {
    const [open] = await life();
    if (open === undefined) throw new Error('no batch');
    await commitAll([open]);
    store.lie((operation) => (operation === 'GetItem' ? 'altered' : 'truth'));
    await expect(createDynamoSink(table).commit(open)).rejects.toThrow(ForkedChainError);
    store.lie(() => 'truth');
    await expect(createDynamoSink(table).commit(open)).resolves.toBeUndefined();
  });

  it('a number said to be taken under which nothing is found is unknown', async () => {
    const [open] = await life();
    if (open === undefined) throw new Error('no batch');
    store.lie((operation) => (operation === 'PutItem' ? 'taken' : 'truth'));
    await expect(createDynamoSink(table).commit(open)).rejects.toThrow(UpstreamUnavailableError);
    store.lie(() => 'truth');
    await createDynamoSink(table).commit(open);
    expect(await stored(open.head.writer)).toHaveLength(1);
  });

  it('a gap is refused, by who has written before it and by who has not', async () => {
    const batches = await life('one', 'two');
    const [open, one, two] = batches;
    if (!open || !one || !two) throw new Error('no batches');
    const sink = await commitAll([open]);
    await expect(sink.commit(two)).rejects.toThrow(DataIntegrityError);
    await expect(createDynamoSink(table).commit(two)).rejects.toThrow(DataIntegrityError);
    await createDynamoSink(table).commit(one);
    await createDynamoSink(table).commit(two);
    expect(asBytes(await stored(open.head.writer))).toEqual(asBytes(batches.slice(0, 3)));
  });

  it('reading ends before what is altered, missing or another’s, and throws where the store fails', async () => {
    const batches = await life('one', 'two', 'three');
    const other = await life('one', 'two', 'three');
    await commitAll(batches);
    await commitAll(other);
    const writer = batches[0]?.head.writer ?? '';
    store.lie((operation) => (operation === 'Query' ? 'altered' : 'truth'));
    expect(await stored(writer)).toEqual([]);
    store.lie((operation) => (operation === 'Query' ? 'throttled' : 'truth'));
    await expect(stored(writer)).rejects.toThrow(UpstreamUnavailableError);
    store.lie(() => 'truth');
    const put = async (batch: SealedBatch, under: SealedBatch) => {
      const { Item = {} } = await table.client.send(
        new GetItemCommand({ TableName: table.name, Key: keyOf(batch) }),
      );
      await table.client.send(
        new PutItemCommand({ TableName: table.name, Item: { ...Item, ...keyOf(under) } }),
      );
    };
    const [ownOpen, , third] = batches;
    const [otherOpen, , foreign] = other;
    if (!ownOpen || !otherOpen) throw new Error('no batches');
    await put(ownOpen, otherOpen);
    expect(await stored(otherOpen.head.writer)).toEqual([]);
    if (!third || !foreign) throw new Error('no batches');
    await put(foreign, third);
    expect(asBytes(await stored(writer))).toEqual(asBytes(batches.slice(0, 2)));
    await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: keyOf(third) }));
    expect(asBytes(await stored(writer))).toEqual(asBytes(batches.slice(0, 2)));
  });

  it('one of several under way that fails takes those behind it with it; all come again', async () => {
    const batches = await life('one', 'two', 'three');
    const [open, ...rest] = batches;
    if (open === undefined) throw new Error('no batch');
    const sink = await commitAll([open]);
    const failing = batchKey(3);
    store.lie((operation, _call, body) =>
      operation === 'PutItem' && body.includes(failing) ? '500 before' : 'truth',
    );
    const outcomes = await Promise.allSettled(rest.map((batch) => sink.commit(batch)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    store.lie(() => 'truth');
    expect(asBytes(await stored(open.head.writer))).toEqual(asBytes(batches.slice(0, 2)));
    await Promise.all(rest.map((batch) => sink.commit(batch)));
    expect(asBytes(await stored(open.head.writer))).toEqual(asBytes(batches));
  });

  it('every reading asks for what was written last', async () => {
    const batches = await life('one');
    await commitAll(batches);
    const asked: string[] = [];
    store.lie((operation, _call, body) => {
      if (operation === 'Query' || operation === 'GetItem') asked.push(body);
      return 'truth';
    });
    await stored(batches[0]?.head.writer ?? '');
    await createDynamoSource(table).writers();
    await commitAll(batches);
    expect(asked.length).toBeGreaterThan(4);
    for (const body of asked) expect(JSON.parse(body)).toMatchObject({ ConsistentRead: true });
  });

  it('closing waits for what is under way', async () => {
    const [open] = await life();
    if (open === undefined) throw new Error('no batch');
    const sink = createDynamoSink(table);
    store.lie(() => ({ late: 100 }));
    const committing = sink.commit(open).then(() => 'durable');
    await sink.close();
    expect(await Promise.race([committing, delay(10, 'under way')])).toBe('durable');
  });
});

function keyOf({ head }: SealedBatch) {
  return { pk: { S: batchesOf(head.writer) }, sk: { S: batchKey(head.seq) } };
}
