import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { encodeBatch } from '../../../src/ledger/chain/encode-batch.ts';
import type { WriterChain } from '../../../src/ledger/chain/seal-batch.ts';
import { type HealedPlace, healSinks } from '../../../src/ledger/commit/heal.ts';
import { createFileHealing } from '../../../src/ledger/commit/heal-files.ts';
import { createFileSink } from '../../../src/ledger/segments/file-sink.ts';
import { createFileSource } from '../../../src/ledger/segments/file-source.ts';
import { nodeFiles } from '../../../src/ledger/segments/node-files.ts';
import { readLedger } from '../../../src/ledger/segments/read-ledger.ts';
import { encodeParts } from '../../../src/ledger/split-record.ts';
import { sampleRecord } from '../sample-record.ts';
import { createInstallation, sealLife } from '../support/seal-batches.ts';
import { tempDirectory } from '../temp-directory.ts';
import { memoryPlace } from './memory-place.ts';

const installation = createInstallation();
const clock = Date.now;
const records = (operation: string) => encodeParts(sampleRecord({ operation }));

async function bytesIn(directory: string, writer: string): Promise<string[]> {
  const all: string[] = [];
  for await (const batch of createFileSource(directory).batches(writer, 1)) {
    all.push(encodeBatch(batch).toString('hex'));
  }
  return all;
}

async function world(segmentBytes = 1_000_000) {
  const directory = await tempDirectory();
  const table = memoryPlace('dynamodb');
  const healer = await installation.writer();
  const files: HealedPlace = {
    source: createFileSource(directory),
    openSink: createFileHealing({ files: nodeFiles, directory, clock, healer }),
    quietMs: -1,
  };
  const limits = { segmentBytes, segmentMs: 3_600_000 };
  const write = async (chain: WriterChain, batches: readonly SealedBatch[]) => {
    const sink = createFileSink({ files: nodeFiles, directory, clock, chain, limits, onFatal: () => {} });
    for (const batch of batches) await sink.commit(batch);
    await sink.close();
  };
  const heal = () =>
    healSinks(
      { ...files, source: createFileSource(directory) },
      { source: table.source, openSink: async () => table.sink, quietMs: -1 },
      { clock },
    );
  const findings = async () => {
    const found: unknown[] = [];
    for await (const item of readLedger(directory)) {
      // A tail that was torn off is said not to count by the segment that goes on.
      if (item.kind === 'finding' || (item.kind === 'notice' && item.code === 'TORN_TAIL')) found.push(item);
    }
    return found;
  };
  return { directory, table, write, heal, findings };
}

it.each([
  ['nothing', 0, 1_000_000],
  ['only its beginning', 1, 1_000_000],
  ['some batches', 3, 1_000_000],
  ['some batches, each in a segment', 3, 100],
])(
  'files that have %s of a dead writer get the rest, and read as whole',
  async (_name, had, segmentBytes) => {
    const { directory, table, write, heal, findings } = await world(segmentBytes);
    const chain = await installation.writer();
    const batches = sealLife(chain, records('a'), records('b'), [], records('c'));
    for (const batch of batches) await table.sink.commit(batch);
    if (had > 0) await write(chain, batches.slice(0, had));
    // What a killed writer leaves: the beginning of a batch.
    const left = (await readdir(directory)).sort().at(-1);
    if (left !== undefined) await appendFile(join(directory, left), Buffer.from([9, 9, 9, 9, 9]));
    const report = await heal();
    expect(report).toEqual({
      healed: [{ writer: chain.writer, sink: 'file', from: had + 1, to: 6 }],
      forked: [],
      failed: [],
    });
    expect(await bytesIn(directory, chain.writer)).toEqual(
      batches.map((batch) => encodeBatch(batch).toString('hex')),
    );
    expect(await findings()).toEqual([]);
    expect((await heal()).healed).toEqual([]);
  },
);

it('a writer without a close is healed as far as there is anything, and can be healed again', async () => {
  const { directory, table, write, heal, findings } = await world();
  const chain = await installation.writer();
  const batches = sealLife(chain, records('a'), records('b'), records('c'));
  for (const batch of batches.slice(0, 3)) await table.sink.commit(batch);
  await write(chain, batches.slice(0, 2));
  await heal();
  expect(await bytesIn(directory, chain.writer)).toHaveLength(3);
  for (const batch of batches.slice(3)) await table.sink.commit(batch);
  await heal();
  expect(await bytesIn(directory, chain.writer)).toHaveLength(5);
  expect(await findings()).toEqual([]);
});
