import { expect, test } from 'vitest';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import { planSegments } from '../../../src/ledger/keep/prune-segments.ts';
import { PRUNED, readPrunedWriters } from '../../../src/ledger/keep/pruned-things.ts';
import { namingRecord } from '../../../src/ledger/naming-record.ts';
import { sampleRecord } from '../sample-record.ts';
import { createInstallation, sealLife } from '../support/seal-batches.ts';
import { MemoryLog } from './log-of.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const NOW = START + 60 * DAY;
const bytes = (id: string) => encodeRecord(sampleRecord({ id }));

async function life(at = START) {
  const installation = createInstallation('ledger.test', () => at);
  const chain = await installation.writer();
  const batches = sealLife(chain, [bytes('a'), bytes('b')], [], [bytes('c')]);
  return { writer: batches[0]?.head.writer ?? '', batches };
}

/** Files with these batches of each writer. */
function files(...writers: readonly (readonly SealedBatch[])[]) {
  return {
    async *batches(writer: string) {
      for (const batches of writers) if (batches[0]?.head.writer === writer) yield* batches;
    },
  };
}

const plan = (
  source: ReturnType<typeof files>,
  writers: readonly string[],
  log: MemoryLog,
  change: Partial<Parameters<typeof planSegments>[3]> = {},
) =>
  planSegments(source, writers, log.walk(), {
    before: NOW - 30 * DAY,
    now: NOW,
    alreadyNamed: [],
    ...change,
  });

test('segments of a writer that ended may go once every batch of them is in the log', async () => {
  const { writer, batches } = await life();
  const other = await life(START + DAY);
  const log = new MemoryLog().append(...other.batches.slice(0, 2), ...batches, ...other.batches.slice(2));
  const { prunable, named, staying } = await plan(files(batches, other.batches), [writer, other.writer], log);
  expect(prunable).toMatchObject([
    { writer, firstSeq: 1, lastSeq: 5 },
    { writer: other.writer, firstSeq: 1, lastSeq: 5 },
  ]);
  expect(staying.size).toBe(0);
  // What the record names is what a reader of it finds.
  const about = {
    id: 'r',
    time: '',
    actor: 'a',
    client: 'c',
    operation: PRUNED,
    tenant: null,
    subject: null,
  };
  expect(readPrunedWriters(namingRecord(about, [named]))).toEqual(prunable);
  expect(readPrunedWriters({ ...namingRecord(about, [named]), kind: 'operation' })).toEqual([]);
});

test.each([
  ['the last batch', (batches: readonly SealedBatch[]) => batches.slice(0, -1)],
  ['the first ones', (batches: readonly SealedBatch[]) => batches.slice(2)],
  ['one in the middle', (batches: readonly SealedBatch[]) => batches.filter((_, at) => at !== 1)],
  ['all', () => []],
])('they stay while the log lacks a batch: %s', async (_, shipped) => {
  const { writer, batches } = await life();
  const log = new MemoryLog().append(...shipped(batches));
  const { prunable, named, staying } = await plan(files(batches), [writer], log);
  expect(prunable).toEqual([]);
  expect(named.ids).toEqual([]);
  expect(staying.get(writer)).toBe('NOT_SHIPPED');
});

test('they stay where a byte of a record differs from the log’s', async () => {
  const { writer, batches } = await life();
  const changed = batches.map((batch, at) =>
    at === 1 ? { ...batch, records: [bytes('a'), bytes('x')] } : batch,
  );
  const log = new MemoryLog().append(...batches);
  expect((await plan(files(changed), [writer], log)).staying.get(writer)).toBe('DIFFERS');
});

test('they stay where the log has more than they do: they are damaged, and are evidence of it', async () => {
  const { writer, batches } = await life();
  const log = new MemoryLog().append(...batches);
  const short = files(batches.slice(0, 3));
  const lost = { now: NOW, before: NOW };
  expect((await plan(short, [writer], log, lost)).staying.get(writer)).toBe('DIFFERS');
  // But for an earlier run that recorded it, began, and was killed.
  const { prunable: whole } = await plan(files(batches), [writer], log);
  const again = await plan(short, [writer], log, { ...lost, alreadyNamed: whole });
  expect(again.prunable).toEqual(whole);
  expect(again.named.ids).toEqual([]);
});

test('they stay while their writer runs, and for as long as was asked for', async () => {
  const { writer, batches } = await life(NOW - 40 * DAY);
  const log = new MemoryLog().append(...batches);
  const running = batches.slice(0, -1);
  const logOfRunning = new MemoryLog().append(...running);
  const reason = async (...given: Parameters<typeof plan>) => (await plan(...given)).staying.get(writer);
  expect(await reason(files(batches), [writer], log, { before: NOW - 50 * DAY })).toBe('RECENT');
  expect(await reason(files(batches), [writer], log)).toBeUndefined();
  const soon = { now: NOW - 40 * DAY + DAY / 2, before: NOW };
  expect(await reason(files(running), [writer], logOfRunning, soon)).toBe('RUNNING');
  // One that was killed never says that it ended.
  expect(await reason(files(running), [writer], logOfRunning)).toBeUndefined();
  expect(await reason(files(), [writer], log)).toBe('NOTHING');
});

test('what was shipped is known by its hashes though its bundle is gone by now', async () => {
  const { writer, batches } = await life();
  const other = createInstallation('ledger.test', () => START);
  const chain = await other.writer();
  const log = new MemoryLog().append(
    ...batches,
    ...sealLife(chain, ...Array.from({ length: 300 }, () => [])),
  );
  log.objects.delete(log.bundle(0));
  expect((await plan(files(batches), [writer], log)).prunable).toHaveLength(1);
});
