import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchItems } from '../../../datasources/dynamodb/ledger-item.ts';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import { createFileSink } from '../../../src/ledger/segments/file-sink.ts';
import { nodeFiles } from '../../../src/ledger/segments/node-files.ts';
import { parseTableLine, type TableItem } from '../../../src/ledger/verify/check-table.ts';
import { readTrust, type Trust } from '../../../src/ledger/verify/trust.ts';
import { type Verification, verifyLedger } from '../../../src/ledger/verify/verify-ledger.ts';
import { sampleRecord } from '../sample-record.ts';
import { createInstallation, memoryKey, sealLife, TEST_ORIGIN } from '../support/seal-batches.ts';
import { type LogKeys, type LogObjects, readObjects, vkey, writeLog } from './reference-log.ts';

/** A ledger as it lies there: in memory what is read from memory, segments as bytes by name. */
export interface WholeLedger {
  readonly trust: Trust;
  readonly keys: LogKeys;
  readonly batches: readonly SealedBatch[];
  readonly log: LogObjects;
  readonly segments: ReadonlyMap<string, Buffer>;
  readonly table: readonly string[];
}

export interface LedgerSize {
  /** Lists of records of each writer; a writer closes unless it is the last. */
  readonly writers: readonly (readonly number[])[];
  /** Bytes after which a segment ends. */
  readonly segmentBytes: number;
}

export const SMALL: LedgerSize = Object.freeze({
  writers: [
    [3, 1, 0, 70, 5, 2],
    [40, 0, 0, 9],
    [1, 1, 130, 0, 33],
  ],
  segmentBytes: 30_000,
});

/** Written by the product's own writers; the log by a reference of its own. */
export async function writeWholeLedger({ writers, segmentBytes }: LedgerSize = SMALL): Promise<WholeLedger> {
  let now = Date.parse('2026-11-21T10:00:00.000Z');
  const clock = () => now;
  const installation = createInstallation(TEST_ORIGIN, clock);
  const directory = await mkdtemp(join(tmpdir(), 'phield-ledger-'));
  const lives: SealedBatch[][] = [];
  let number = 0;
  for (const [at, counts] of writers.entries()) {
    now += 1000;
    const chain = await installation.writer();
    const lists = counts.map((count) =>
      Array.from({ length: count }, () => {
        number += 1;
        return encodeRecord(
          sampleRecord({ id: `record-${String(number).padStart(4, '0')}`, time: iso(now) }),
        );
      }),
    );
    const life = sealLife(chain, ...lists);
    // The last writer was killed.
    lives.push(at === writers.length - 1 ? life.slice(0, -1) : life);
    const sink = createFileSink({
      files: nodeFiles,
      directory,
      clock,
      chain,
      limits: { segmentBytes, segmentMs: 3_600_000 },
      onFatal: () => undefined,
    });
    for (const batch of lives.at(-1) ?? []) await sink.commit(batch);
    await sink.close();
  }
  const segments = new Map<string, Buffer>();
  for (const name of (await readdir(directory)).sort())
    segments.set(name, await readFile(join(directory, name)));
  const batches = interleave(lives);
  const keys: LogKeys = {
    log: memoryKey(TEST_ORIGIN),
    witnesses: [memoryKey('witness.test/one'), memoryKey('witness.test/two')],
  };
  const log = await writeLog(batches, keys);
  const trust = readTrust({
    origin: TEST_ORIGIN,
    log: [vkey(keys.log, 1)],
    installation: [vkey(installation.key, 1)],
    witnesses: keys.witnesses.map((key) => vkey(key, 4)),
    quorum: 2,
    checkpoint: log.get('checkpoint')?.toString('utf8') ?? null,
  });
  return { trust, keys, batches, log, segments, table: await dump(lives) };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** One batch of each in turn, as a sequencer meets them. */
function interleave(lives: readonly (readonly SealedBatch[])[]): SealedBatch[] {
  const longest = Math.max(...lives.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lives.flatMap((life) => life.slice(at, at + 1))).flat();
}

async function dump(lives: readonly (readonly SealedBatch[])[]): Promise<string[]> {
  const lines: string[] = [];
  for (const life of lives) {
    for (const batch of life) {
      const { item } = await batchItems(batch);
      const { pk, sk, b, z } = item;
      const bytes = Buffer.from(b?.B ?? []).toString('base64');
      lines.push(JSON.stringify({ pk: pk?.S, sk: sk?.S, b: bytes, ...(z?.N === '1' ? { z: 1 } : {}) }));
    }
  }
  const writers = lives.map(([first]) => JSON.stringify({ pk: 'WRITERS', sk: first?.head.writer }));
  return [...lines, ...writers];
}

/** What of a ledger is looked at, and where its segments lie. */
export interface Looked {
  readonly trust: Trust;
  readonly log: ReadonlyMap<string, Uint8Array> | null;
  readonly segments: string | null;
  readonly table: readonly string[] | null;
}

async function* itemsOf(lines: readonly string[]): AsyncGenerator<TableItem | null> {
  for (const line of lines) yield parseTableLine(line);
}

export async function verifyLooked({ trust, log, segments, table }: Looked): Promise<Verification> {
  return verifyLedger({
    trust,
    pinned: true,
    log: log === null ? null : readObjects(log),
    segments,
    allSegments: true,
    table: table === null ? null : itemsOf(table),
    heartbeat: 5,
    clock: () => performance.now(),
    onProgress: () => undefined,
  });
}
