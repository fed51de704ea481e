import { hash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoClient } from '../../../datasources/dynamodb/dynamo-client.ts';
import { createDynamoSink } from '../../../datasources/dynamodb/ledger-sink.ts';
import { createDynamoSource } from '../../../datasources/dynamodb/ledger-source.ts';
import { ensureLedgerTable, type LedgerTable } from '../../../datasources/dynamodb/ledger-table.ts';
import { encodeBatch } from '../../../src/ledger/chain/encode-batch.ts';
import { openRequiredLedger } from '../../../src/ledger/commit/open-required-ledger.ts';
import type { BatchSource } from '../../../src/ledger/commit/sink.ts';
import { decodeRecord } from '../../../src/ledger/decode-record.ts';
import type { FileLayer } from '../../../src/ledger/segments/file-layer.ts';
import { createFileSource } from '../../../src/ledger/segments/file-source.ts';
import { nodeFiles } from '../../../src/ledger/segments/node-files.ts';
import type { LogFields } from '../../../src/log.ts';
import { type LyingStore, startLyingStore } from '../../datasources/dynamodb/ledger-lying-store.ts';
import { DYNALITE } from '../../support/test-stores.ts';
import { sampleRecord } from '../sample-record.ts';
import { createInstallation } from '../support/seal-batches.ts';
import { tempDirectory } from '../temp-directory.ts';
import { until } from './memory-place.ts';

const installation = createInstallation();
let store: LyingStore;
let table: LedgerTable;
let stop: () => Promise<void>;

beforeAll(async () => {
  const started = await DYNALITE.start();
  store = await startLyingStore(started.endpoint);
  const client = createDynamoClient({
    endpoint: () => store.endpoint,
    region: 'us-east-1',
    requestTimeout: 200,
    maxAttempts: 2,
  });
  table = { client, name: 'outage-ledger', random: randomBytes, deadline: 500 };
  await ensureLedgerTable(table);
  stop = async () => {
    client.destroy();
    await store.close();
    await started.stop();
  };
});
afterAll(() => stop());
beforeEach(() => store.lie(() => 'truth'));

/** A gateway's ledger over segment files and the table, of which one is enough. */
async function openBoth(files: FileLayer = nodeFiles, given?: string) {
  const directory = given ?? (await tempDirectory());
  const lines: string[] = [];
  const keep = (event: string, { detail }: LogFields = {}) => {
    lines.push(`${event} ${detail}`);
  };
  const fileSource = createFileSource(directory);
  const tableSource = createDynamoSource(table);
  const ledger = await openRequiredLedger({
    require: 'any',
    installation: { ...installation, build: '0.0.0' },
    clock: Date.now,
    random: randomBytes,
    log: { info: keep, warn: keep, error: keep },
    directory,
    files,
    table: { sink: createDynamoSink(table), source: tableSource },
    limits: { retryMs: 20 },
    healing: { firstMs: 50, everyMs: 100 },
  });
  const sinkLines = () => lines.filter((line) => line.startsWith('ledger.sink'));
  return { ledger, lines, sinkLines, fileSource, tableSource };
}

/** Files of a disk that takes nothing while it is full. */
function fillableDisk() {
  const disk = { full: false, files: nodeFiles };
  const refuseWhenFull = () => {
    if (disk.full) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  };
  disk.files = {
    ...nodeFiles,
    async create(path) {
      refuseWhenFull();
      const file = await nodeFiles.create(path);
      return {
        write: async (bytes) => {
          refuseWhenFull();
          return file.write(bytes);
        },
        datasync: () => file.datasync(),
        truncate: (length) => file.truncate(length),
        close: () => file.close(),
      };
    },
  };
  return disk;
}

/** Clients that append one record after the other until told to stop. @returns ids acknowledged, and refusals. */
function load(append: (id: string) => Promise<void>, clients = 16) {
  const acknowledged: string[] = [];
  const state = { on: true, refused: 0 };
  const client = async (name: number) => {
    for (let at = 0; state.on; at += 1) {
      const id = `load-${name}-${at}`;
      await append(id).then(
        () => acknowledged.push(id),
        () => {
          state.refused += 1;
        },
      );
      await delay(1);
    }
  };
  const all = Promise.all(Array.from({ length: clients }, (_, name) => client(name)));
  return {
    acknowledged,
    state,
    async end() {
      state.on = false;
      await all;
    },
  };
}

async function heldBy(source: BatchSource, writer: string) {
  const bytes: string[] = [];
  const ids = new Set<string>();
  const acts: (readonly string[])[] = [];
  for await (const batch of source.batches(writer, 1)) {
    bytes.push(hash('sha256', encodeBatch(batch)));
    for (const record of batch.records) {
      const decoded = decodeRecord(record);
      if (decoded?.record.operation === 'ledger_healed') {
        acts.push(decoded.record.subjects.flatMap(({ groups }) => groups.flatMap((one) => one.resources)));
      } else if (decoded?.record.operation) ids.add(decoded.record.operation);
    }
  }
  return { bytes, ids, acts };
}

type Opened = Awaited<ReturnType<typeof openBoth>>;

/** Both hold the same bytes, and each record that was acknowledged. */
async function expectWhole({ ledger, fileSource, tableSource }: Opened, acknowledged: readonly string[]) {
  // The record of the healing is on its way.
  await delay(100);
  await ledger.close();
  const inFiles = await heldBy(fileSource, ledger.writer);
  const inTable = await heldBy(tableSource, ledger.writer);
  expect(inTable.bytes).toEqual(inFiles.bytes);
  expect(acknowledged.filter((id) => !inFiles.ids.has(id))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(100);
  return inTable;
}

describe('an outage of one store under load is no outage of care', () => {
  it.each([
    ['is away', 'cut before'],
    ['fails after it has written', '500 after'],
    ['is silent after it has written', 'silence after'],
    ['throttles everything', 'throttled'],
  ] as const)(
    'DynamoDB %s for a while',
    async (_name, lie) => {
      const both = await openBoth();
      const { ledger, lines, sinkLines } = both;
      const clients = load((id) => ledger.append(sampleRecord({ operation: id })));
      await until(() => clients.acknowledged.length > 100);
      store.lie(() => lie);
      const before = clients.acknowledged.length;
      await delay(1_500);
      expect(ledger.available).toBe(true);
      expect(clients.acknowledged.length).toBeGreaterThan(before + 200);
      store.lie(() => 'truth');
      await until(() => sinkLines().length === 2, 30_000);
      await clients.end();
      expect(clients.state.refused).toBe(0);
      expect(lines).not.toContainEqual(expect.stringContaining('unavailable'));
      expect(sinkLines()).toEqual(['ledger.sink.behind dynamodb', 'ledger.sink.healed dynamodb']);
      const { acts } = await expectWhole(both, clients.acknowledged);
      expect(acts).toEqual([
        ['dynamodb', expect.stringMatching(new RegExp(`^${ledger.writer}/[1-9][0-9]*-[1-9][0-9]*$`))],
      ]);
    },
    30_000,
  );

  it('the disk is full for a while', async () => {
    const disk = fillableDisk();
    const both = await openBoth(disk.files);
    const { ledger, sinkLines } = both;
    const clients = load((id) => ledger.append(sampleRecord({ operation: id })));
    await until(() => clients.acknowledged.length > 100);
    disk.full = true;
    const before = clients.acknowledged.length;
    await delay(1_000);
    expect(clients.acknowledged.length).toBeGreaterThan(before + 100);
    disk.full = false;
    await until(() => sinkLines().length === 2, 30_000);
    await clients.end();
    expect(sinkLines()).toEqual(['ledger.sink.behind file', 'ledger.sink.healed file']);
    await expectWhole(both, clients.acknowledged);
  }, 60_000);

  it('both are away: everybody is refused at once, and served again as soon as one is back', async () => {
    const disk = fillableDisk();
    const both = await openBoth(disk.files);
    const { ledger } = both;
    const clients = load((id) => ledger.append(sampleRecord({ operation: id })));
    await until(() => clients.acknowledged.length > 100);
    disk.full = true;
    store.lie(() => 'cut before');
    await until(() => !ledger.available);
    const began = performance.now();
    await expect(ledger.append(sampleRecord())).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    expect(performance.now() - began).toBeLessThan(50);
    store.lie(() => 'truth');
    await until(() => ledger.available);
    disk.full = false;
    const back = clients.acknowledged.length;
    await until(() => clients.acknowledged.length > back + 100);
    await clients.end();
    await expectWhole(both, clients.acknowledged);
  }, 60_000);

  it('what a writer left in segments alone before it died is in the table soon after the next start', async () => {
    const directory = await tempDirectory();
    store.lie(() => 'cut before');
    const first = await openBoth(nodeFiles, directory);
    for (let at = 0; at < 20; at += 1) await first.ledger.append(sampleRecord({ operation: `left-${at}` }));
    // The table stays away until the writer is gone.
    await first.ledger.close();
    store.lie(() => 'truth');
    const source = createDynamoSource(table);
    expect(await heldBy(source, first.ledger.writer)).toMatchObject({ bytes: [] });
    const second = await openBoth(nodeFiles, directory);
    await until(() => second.sinkLines().length > 0, 30_000);
    const [inFiles, inTable] = [
      await heldBy(first.fileSource, first.ledger.writer),
      await heldBy(source, first.ledger.writer),
    ];
    expect(inTable.bytes).toEqual(inFiles.bytes);
    expect(inTable.ids.size).toBe(20);
    await delay(200);
    await second.ledger.close();
    expect(second.sinkLines()).toEqual(['ledger.sink.healed dynamodb']);
    const { acts } = await heldBy(source, second.ledger.writer);
    expect(acts).toEqual([['dynamodb', `${first.ledger.writer}/1-${inFiles.bytes.length}`]]);
  }, 60_000);
});
