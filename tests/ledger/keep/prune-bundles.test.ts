import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import { folderRemover } from '../../../src/ledger/keep/folder-remover.ts';
import { removeBundles } from '../../../src/ledger/keep/prune-bundles.ts';
import { BUNDLES, PRUNED, readEndedWriters, readRanges } from '../../../src/ledger/keep/pruned-things.ts';
import { loadRetention } from '../../../src/ledger/keep/retention.ts';
import { LogDiffersError } from '../../../src/ledger/keep/walk-log.ts';
import { namingRecord } from '../../../src/ledger/naming-record.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { growingLog, SIX_YEARS, twoOldOneYoung } from './growing-log.ts';
import type { MemoryLog } from './log-of.ts';
import { NOW, START, YEAR } from './seven-years.ts';

const NOBODY = { id: '', time: '', actor: '', client: '', operation: '', tenant: null, subject: null };
const always = async () => true;

test('what is past its time is recorded first, may go once the log has the record, and the log still verifies', async () => {
  const { log, plan, record, old, young } = await twoOldOneYoung();
  const first = await plan();
  expect(first.ready).toEqual([]);
  expect(first.toRecord).toEqual([0, 1]);
  expect(readEndedWriters(namingRecord({ ...NOBODY, operation: PRUNED }, first.named))).toMatchObject([
    { writer: old.writer, firstSeq: 1, lastSeq: 510 },
  ]);
  const before = log.head;
  record(young, first.named);
  const second = await plan();
  expect(second).toMatchObject({ ready: [0, 1], toRecord: [], held: [] });
  expect(await removeBundles(log, second.ready, always)).toEqual({ removed: [0, 1], locked: [] });
  expect(log.objects.has(log.bundle(0))).toBe(false);
  expect(log.head.size).toBe(before.size + 2);
  // The whole is walked again from what is left, to the same root.
  expect(await plan()).toMatchObject({ ready: [], toRecord: [], held: [] });
  const walked: (number | null)[] = [];
  for await (const { entries } of log.walk()) walked.push(entries?.length ?? null);
  expect(walked.slice(0, 3)).toEqual([null, null, 256]);
});

test('a bundle that is not wholly past its time stays, and so does the last one', async () => {
  const { log, time, at, beats, open, plan } = growingLog();
  const chain = await open();
  log.append(...beats(chain, 100));
  time.now = START + 2 * YEAR;
  log.append(chain.seal('records', [at()]), ...beats(chain, 151), chain.seal('close', []));
  log.append(...beats(await open(), 100));
  expect((await plan()).toRecord).toEqual([]);
  // A year and a day later all but the partial bundle may go.
  expect((await plan([], SIX_YEARS, NOW + YEAR + 86_400_000)).toRecord).toEqual([0]);
});

test('each class has its own time', async () => {
  const { log, at, beats, open, plan } = growingLog();
  const chain = await open();
  const denied = {
    shapes: [{ type: 'P', via: null, fields: [['P.a', null, 'DENY', 'REDACT', 'ROLE', null] as const] }],
    subjects: [],
  };
  log.append(...beats(chain, 254));
  log.append(
    chain.seal(
      'records',
      Array.from({ length: 255 }, () => at(denied)),
    ),
  );
  log.append(
    chain.seal(
      'records',
      Array.from({ length: 255 }, () => at()),
    ),
  );
  log.append(...(await (async () => beats(await open(), 255))()));
  const kept = (keep: string) => loadRetention({ PHIELD_LEDGER_KEEP: keep });
  const soon = START + 30 * 86_400_000;
  expect((await plan([], kept('operational=1d'), soon)).toRecord).toEqual([]);
  // Not before the certificate of the writer is needed by nobody.
  expect((await plan([], kept('operational=1d,denial=2d'), soon)).toRecord).toEqual([1]);
  expect((await plan([], kept('operational=1d,denial=2d'), START + 6.1 * YEAR)).toRecord).toEqual([0, 1, 2]);
});

test('the certificate of a writer stays while any batch of it does', async () => {
  const { log, time, beats, open, plan } = growingLog();
  const longLived = await open();
  log.append(...beats(longLived, 600));
  time.now = NOW - YEAR;
  log.append(...beats(longLived, 300), longLived.seal('close', []));
  expect((await plan()).toRecord).toEqual([1]);
});

test.each([0, 1])('killed after %i removals, it is finished by running it again', async (count) => {
  const { log, plan, record, young } = await twoOldOneYoung();
  record(young, (await plan()).named);
  log.diesAfter = count;
  await expect(removeBundles(log, (await plan()).ready, always)).rejects.toThrow('killed');
  log.diesAfter = Number.POSITIVE_INFINITY;
  const again = await plan();
  expect(again.toRecord).toEqual([]);
  await removeBundles(log, again.ready, always);
  expect([log.bundle(0), log.bundle(1)].filter((path) => log.objects.has(path))).toEqual([]);
});

test('bundles that came back with an old backup go again without another record', async () => {
  const { log, plan, record, young } = await twoOldOneYoung();
  record(young, (await plan()).named);
  const backup = new Map(log.objects);
  await removeBundles(log, (await plan()).ready, always);
  for (const [path, bytes] of backup) log.objects.set(path, bytes);
  expect(await plan()).toMatchObject({ ready: [0, 1], toRecord: [] });
});

test('a record allows nothing that its hash does not fit, nothing before it stands, and only as privileged', async () => {
  const { log, plan, record, young, time } = await twoOldOneYoung();
  const { named } = await plan();
  const [id = ''] = named[0]?.ids ?? [];
  record(young, [
    {
      ...BUNDLES,
      ids: [id.replace(/:(.)/, (_, first) => `:${first === '_' ? '-' : '_'}`), '5-4:x', '0-1', `${id}x`],
    },
  ]);
  const forged = sampleRecord({
    kind: 'operation',
    operation: PRUNED,
    time: new Date(time.now).toISOString(),
  });
  const thing = namingRecord(NOBODY, named);
  log.append(
    young.seal('records', [encodeRecord({ ...forged, shapes: thing.shapes, subjects: thing.subjects })]),
  );
  expect(await plan()).toMatchObject({ ready: [], toRecord: [0, 1] });
  expect(readRanges(namingRecord({ ...NOBODY, operation: PRUNED }, named))).toHaveLength(1);
});

test('the record that names what is gone is never past its time, nor is a hold’s', async () => {
  const { log, time, beats, plan, record, young } = await twoOldOneYoung();
  record(young, (await plan()).named);
  log.append(...beats(young, 500), young.seal('close', []));
  const late = NOW + 50 * YEAR;
  time.now = late;
  expect((await plan([], SIX_YEARS, late)).toRecord).toEqual([4]);
});

test('a clock that was set back does not make records old; one that was ahead does not keep what follows for ever', async () => {
  const back = growingLog();
  back.time.now = NOW - YEAR;
  const one = await back.open();
  back.log.append(...back.beats(one, 2));
  back.time.now = START - 20 * YEAR;
  back.log.append(one.seal('records', [back.at()]), ...back.beats(one, 600), one.seal('close', []));
  expect((await back.plan()).toRecord).toEqual([]);

  const ahead = growingLog();
  ahead.time.now = NOW + 900 * YEAR;
  const other = await ahead.open();
  ahead.log.append(...ahead.beats(other, 254));
  ahead.time.now = START;
  ahead.log.append(...ahead.beats(other, 256), ...ahead.beats(other, 10));
  expect((await ahead.plan()).toRecord).toEqual([1]);
});

test('entries that cannot be read are never past their time', async () => {
  const { log, time, beats, open, plan } = growingLog();
  const chain = await open();
  log.append(...beats(chain, 254), chain.seal('records', [Buffer.from('{"v":2}')]), ...beats(chain, 600));
  time.now = NOW;
  expect((await plan()).toRecord).toEqual([2]);
});

test.each([
  ['a bundle that was changed', (log: MemoryLog) => flip(log, log.bundle(0))],
  ['a tile that was changed', (log: MemoryLog) => flip(log, 'tile/0/000')],
  [
    'a tile that is missing beside its bundle',
    (log: MemoryLog) => {
      log.objects.delete(log.bundle(0));
      log.objects.delete('tile/0/000');
    },
  ],
  [
    'both changed alike',
    (log: MemoryLog) => {
      log.objects.set(log.bundle(0), log.objects.get(log.bundle(1)) ?? new Uint8Array());
      log.objects.set('tile/0/000', log.objects.get('tile/0/001') ?? new Uint8Array());
    },
  ],
])('nothing is planned over a log that is not what its checkpoint says: %s', async (_, change) => {
  const { log, plan } = await twoOldOneYoung();
  change(log);
  await expect(plan()).rejects.toThrow(LogDiffersError);
});

function flip(log: MemoryLog, path: string): void {
  const bytes = Buffer.from(log.objects.get(path) ?? new Uint8Array());
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  log.objects.set(path, bytes);
}

test('what an object lock keeps stays and is told', async () => {
  const { log, plan, record, young } = await twoOldOneYoung();
  record(young, (await plan()).named);
  log.locked.add(log.bundle(0));
  expect(await removeBundles(log, (await plan()).ready, always)).toEqual({ removed: [1], locked: [0] });
});

test('in a folder full bundles go, and nothing but full bundles can be named', async () => {
  const directory = await tempDirectory();
  const path = 'tile/entries/x001/234';
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), 'x');
  const remover = folderRemover(directory);
  expect(await remover.remove(path)).toBe('removed');
  expect(await remover.remove(path)).toBe('absent');
  expect(await readdir(dirname(join(directory, path)))).toEqual([]);
  for (const other of [
    'tile/0/000',
    'tile/entries/000.p/17',
    'checkpoint',
    '../tile/entries/000',
    'plan/256',
  ])
    await expect(remover.remove(other)).rejects.toThrow(RangeError);
});
