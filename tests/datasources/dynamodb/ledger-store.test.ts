import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type LedgerStore, openLedgerStore } from '../../../datasources/dynamodb/ledger-store.ts';
import { LedgerUnavailableError, UpstreamUnavailableError } from '../../../src/errors.ts';
import { openRequiredLedger } from '../../../src/ledger/commit/open-required-ledger.ts';
import { nodeFiles } from '../../../src/ledger/segments/node-files.ts';
import { sampleRecord } from '../../ledger/sample-record.ts';
import { createInstallation, sealLife } from '../../ledger/support/seal-batches.ts';
import { DYNALITE, type StartedStore } from '../../support/test-stores.ts';
import { type LyingStore, startLyingStore } from './ledger-lying-store.ts';

const installation = { ...createInstallation(), build: '0.0.0' };
let started: StartedStore;
let store: LyingStore;
let tables = 0;

beforeAll(async () => {
  started = await DYNALITE.start();
  store = await startLyingStore(started.endpoint);
});
afterAll(async () => {
  await store.close();
  await started.stop();
});
beforeEach(() => store.lie(() => 'truth'));

/** Each with a table of its own, not made yet. */
function open(): Promise<LedgerStore> {
  tables += 1;
  return openLedgerStore({
    profile: 'embedded',
    dynamodbEndpoint: store.endpoint,
    dataDir: '/nowhere',
    region: 'us-east-1',
    tablePrefix: `store-${tables}`,
  });
}

function openLedger(table: LedgerStore) {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  return openRequiredLedger({
    require: 'dynamodb',
    installation,
    clock: Date.now,
    random: randomBytes,
    log,
    directory: '/nowhere',
    files: nodeFiles,
    table,
    limits: { retryMs: 20 },
  });
}

it('one put carries every operation that waits, and all are acknowledged by it', async () => {
  const table = await open();
  const ledger = await openLedger(table);
  store.take();
  store.lie(() => ({ late: 50 }));
  const operations = Array.from({ length: 300 }, (_, at) =>
    ledger.append(sampleRecord({ operation: `waiting-${at}` })),
  );
  await Promise.all(operations);
  // The first to come goes alone or with those of its turn; whoever comes meanwhile goes together.
  expect(store.take().PutItem).toBeLessThanOrEqual(2);
  await ledger.close();
  let records = 0;
  for await (const batch of table.source.batches(ledger.writer, 2)) records += batch.records.length;
  expect(records).toBe(300);
  await table.close();
});

it('what waits is bounded; more is refused at once, and what was taken is kept', async () => {
  const table = await open();
  const ledger = await openLedger(table);
  store.lie(() => ({ late: 200 }));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 6_000 }, (_, at) => ledger.append(sampleRecord({ operation: `flood-${at}` }))),
  );
  const taken = outcomes.filter(({ status }) => status === 'fulfilled').length;
  for (const one of outcomes) {
    if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(LedgerUnavailableError);
  }
  expect(taken).toBeGreaterThanOrEqual(4_096);
  expect(taken).toBeLessThan(6_000);
  await ledger.close();
  let records = 0;
  for await (const batch of table.source.batches(ledger.writer, 2)) records += batch.records.length;
  expect(records).toBe(taken);
  await table.close();
}, 60_000);

it('a store that is away when it is opened is no matter once it is back', async () => {
  store.lie(() => 'cut before');
  const { sink, source, leaseCell, close } = await open();
  const batches = sealLife(await installation.writer(), []);
  const [first] = batches;
  if (first === undefined) throw new Error('no batch');
  await expect(sink.commit(first)).rejects.toThrow(UpstreamUnavailableError);
  await expect(source.writers()).rejects.toThrow(UpstreamUnavailableError);
  store.lie(() => 'truth');
  for (const batch of batches) await sink.commit(batch);
  expect(await source.writers()).toEqual([first.head.writer]);
  expect(await leaseCell.replace('one', null)).toBe(true);
  expect(await leaseCell.read()).toBe('one');
  await close();
}, 30_000);
