import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import type { EventFilter } from '../../../src/ledger/event-filter.ts';
import { LedgerIndex } from '../../../src/ledger/index/ledger-index.ts';
import { everyRecord, readIndexed } from '../../../src/ledger/index/read-indexed.ts';
import { updateIndex } from '../../../src/ledger/index/update-index.ts';
import { openTestLedger } from '../open-test-ledger.ts';
import { sampleRecord } from '../sample-record.ts';
import { memoryPlace } from '../sinks/memory-place.ts';
import { createInstallation } from '../support/seal-batches.ts';
import { tempDirectory } from '../temp-directory.ts';

/** Writers are older than what they record. */
const START = Date.now() + 60_000;
const at = (minute: number) =>
  sampleRecord({ id: `r${minute}`, time: new Date(START + minute * 60_000).toISOString() });

/** A log that has these batches, as an index reads it. */
function logOf(batches: readonly SealedBatch[]) {
  const bytes = batches.flatMap(({ records, sealed }) => [...records, sealed]);
  return {
    size: async () => bytes.length,
    async *entries(from: number) {
      for (const [index, entry] of bytes.entries()) if (index >= from) yield { index, bytes: entry };
    },
  };
}

/** Two writers in a table, the first one's first batch of records in the log. */
async function twoWriters() {
  const folder = await tempDirectory();
  const table = memoryPlace('dynamodb');
  const installation = createInstallation();
  const [one, two] = [await installation.writer(), await installation.writer()];
  const first = [one.seal('open', [one.certificate]), one.seal('records', [encodeRecord(at(1))])];
  const rest = [one.seal('heartbeat', []), one.seal('records', [encodeRecord(at(3)), encodeRecord(at(5))])];
  const other = [two.seal('open', [two.certificate]), two.seal('records', [encodeRecord(at(4))])];
  for (const batch of [...first, ...rest, ...other]) await table.sink.commit(batch);
  const index = new LedgerIndex(join(folder, 'ledger.sqlite'), () => undefined);
  onTestFinished(() => index.close());
  await updateIndex(index, logOf(first));
  return { folder, directory: join(folder, 'ledger'), table, index };
}

async function ids(items: ReturnType<typeof readIndexed>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const item of items) all.push(item.kind === 'finding' ? item.code : item.record.id);
  return all;
}

test('what lies in the table and not in the log yet is there, in its order, once', async () => {
  const { directory, table, index } = await twoWriters();
  const read = (filter: EventFilter = {}) => ids(readIndexed(index, directory, filter, null, table.source));
  expect(await read()).toEqual(['r1', 'r3', 'r4', 'r5']);
  expect(await read({ since: START + 4 * 60_000 })).toEqual(['r4', 'r5']);
  expect(await ids(readIndexed(index, directory, {}, null))).toEqual(['r1']);
});

test('without a log the whole table is read, and without either there is no ledger', async () => {
  const { directory, table } = await twoWriters();
  expect(await ids(everyRecord(directory, {}, null, table.source))).toEqual(['r1', 'r3', 'r4', 'r5']);
  await expect(ids(everyRecord(directory, {}, null))).rejects.toThrow('no ledger');
});

test('what segments and table both have comes once, and what one of them lacks is not lost', async () => {
  const { directory, table, index } = await twoWriters();
  const ledger = await openTestLedger(directory);
  await ledger.append(at(4));
  await ledger.append(at(6));
  await ledger.close();
  const read = () => ids(readIndexed(index, directory, {}, null, table.source));
  expect(await read()).toEqual(['r1', 'r3', 'r4', 'r5', 'r6']);
});

test('a table that is out of reach is no table without records', async () => {
  const { directory, table, index } = await twoWriters();
  table.mode = 'away';
  await expect(ids(readIndexed(index, directory, {}, null, table.source))).rejects.toThrow(
    UpstreamUnavailableError,
  );
});

test('what is no record is told', async () => {
  const { directory, table, index } = await twoWriters();
  table.readAs = (batch) => (batch.head.seq === 4 ? { ...batch, records: [Buffer.from('{}')] } : batch);
  expect(await ids(readIndexed(index, directory, {}, null, table.source))).toEqual([
    'BAD_RECORD',
    'r1',
    'r4',
  ]);
});
