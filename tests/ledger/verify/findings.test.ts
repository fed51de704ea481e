import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { BATCH_DOMAIN, type SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { createFileSink } from '../../../src/ledger/segments/file-sink.ts';
import { frameBytes, writeFrame } from '../../../src/ledger/segments/frame.ts';
import { nodeFiles } from '../../../src/ledger/segments/node-files.ts';
import type { VerifyOptions } from '../../../src/ledger/verify/verify-ledger.ts';
import { memoryKey, sealLife, TEST_ORIGIN } from '../support/seal-batches.ts';
import { tempDirectory } from '../temp-directory.ts';
import { oneLedger } from './one-ledger.ts';
import { readObjects, vkey, writeCheckpoint, writeLog } from './reference-log.ts';
import { referenceTiles } from './reference-tiles.ts';

const { clock, installation, keys, trust, verify, records, logOf } = oneLedger();

/** One writer that opened, wrote twice and closed. */
let life: readonly SealedBatch[];
let chain: Awaited<ReturnType<typeof installation.writer>>;
beforeAll(async () => {
  chain = await installation.writer();
  life = sealLife(chain, records('a', 'b'), records('c'));
});

async function segmentsOf(batches: readonly SealedBatch[]): Promise<string> {
  const directory = await tempDirectory();
  const limits = { segmentBytes: 1_000_000, segmentMs: 3_600_000 };
  const sink = createFileSink({
    files: nodeFiles,
    directory,
    clock: () => clock.now,
    chain,
    limits,
    onFatal: () => undefined,
  });
  for (const batch of batches) await sink.commit(batch);
  await sink.close();
  return directory;
}

async function codes(change: Partial<VerifyOptions>): Promise<readonly string[]> {
  return (await verify(change)).findings.map(({ code }) => code);
}

const entriesOf = (batches: readonly SealedBatch[]) =>
  batches.flatMap(({ records, sealed }) => [...records, sealed]).map((one) => Buffer.from(one));

describe('who signed', () => {
  test('a writer that no trusted installation key certifies', async () => {
    const other = [vkey({ ...memoryKey(''), name: installation.key.name }, 1)];
    const found = await codes({ log: await logOf(life), trust: trust({ installation: other }) });
    expect(found[0]).toBe('CERTIFICATE');
  });

  test('a batch that another key signed, where everything else fits', async () => {
    const other = await installation.writer();
    const last = life.at(-1);
    if (last === undefined) throw new Error('no batch');
    const json = last.sealed.subarray(0, last.sealed.lastIndexOf(10));
    const forged = { ...last, sealed: other.signLine(BATCH_DOMAIN, json) };
    const batches = [...life.slice(0, -1), forged];
    expect(await codes({ log: await logOf(batches) })).toEqual(['BATCH_SIGNATURE']);
    expect(await codes({ segments: await segmentsOf(batches) })).toEqual(['BATCH_SIGNATURE']);
  });

  test('a checkpoint by another key, too few witnesses, a cosignature that does not hold', async () => {
    const stranger = memoryKey(TEST_ORIGIN);
    expect(await codes({ log: await logOf(life, { ...keys, log: stranger }) })).toEqual([
      'CHECKPOINT_SIGNATURE',
    ]);
    expect(await codes({ log: await logOf(life, { ...keys, witnesses: [] }) })).toEqual(['WITNESS_QUORUM']);
    const [one = stranger, two = stranger] = keys.witnesses;
    const liar = { ...one, sign: two.sign };
    expect(await codes({ log: await logOf(life, { ...keys, witnesses: [liar, two] }) })).toEqual([
      'WITNESS_SIGNATURE',
    ]);
  });

  test('a witness counts once, under whatever names', () => {
    const [one = memoryKey('')] = keys.witnesses;
    const twice = [vkey(one, 4), vkey({ ...one, name: 'w.test/other' }, 4)];
    expect(() => trust({ witnesses: twice, quorum: 2 })).toThrow(/twice/);
    expect(() => trust({ quorum: 3 })).toThrow(/quorum/);
    expect(() => trust({ log: [vkey({ ...keys.log, name: 'another.log' }, 1)] })).toThrow(/another name/);
    expect(() => trust({ log: [vkey(keys.log, 4)] })).toThrow(/no such key/);
  });
});

test('entries and tiles that fit each other and not the root that the log signed', async () => {
  const objects = await writeLog(life, keys);
  objects.set('checkpoint', await writeCheckpoint(entriesOf(life).toReversed(), keys));
  expect(await codes({ log: readObjects(objects) })).toEqual(['ROOT']);
});

describe('against a checkpoint that the auditor kept', () => {
  test('a log that has shrunk, and one whose past is another', async () => {
    const older = await writeCheckpoint(entriesOf(life.slice(0, 2)), keys);
    const whole = await writeCheckpoint(entriesOf(life), keys);
    const pinned = trust({ checkpoint: whole.toString('utf8') });
    expect(await codes({ log: await logOf(life.slice(0, 2)), trust: pinned })).toEqual(['LOG_SHRUNK']);
    const grown = trust({ checkpoint: older.toString('utf8') });
    expect(await codes({ log: await logOf(life), trust: grown })).toEqual([]);
    const other = sealLife(await installation.writer(), records('x', 'y'), records('z'));
    expect(await codes({ log: await logOf(other), trust: grown })).toEqual(['HISTORY_CHANGED']);
  });

  test('one that the log did not sign is no checkpoint to keep', async () => {
    const liar = { ...keys.log, sign: memoryKey(TEST_ORIGIN).sign };
    const forged = await writeCheckpoint(entriesOf(life), { ...keys, log: liar });
    const trusting = trust({ checkpoint: forged.toString('utf8') });
    expect(await codes({ log: await logOf(life), trust: trusting })).toEqual(['PINNED_CHECKPOINT']);
    expect(await codes({ log: readObjects(new Map()), trust: trust({ checkpoint: null }) })).toEqual([]);
    const kept = trust({ checkpoint: (await writeCheckpoint(entriesOf(life), keys)).toString('utf8') });
    expect(await codes({ log: readObjects(new Map()), trust: kept })).toEqual(['CHECKPOINT_MISSING']);
  });
});

describe('stores beside the log', () => {
  test('batches younger than the checkpoint are counted, and checked all the same', async () => {
    const log = await logOf(life.slice(0, 2));
    const segments = await segmentsOf(life);
    expect(await verify({ log, segments })).toMatchObject({
      ok: true,
      unsequenced: 2,
      records: 3,
      events: 15,
    });
    const [name = ''] = await readdir(segments);
    const bytes = await readFile(join(segments, name));
    const at = bytes.indexOf('"id":"c"');
    bytes[at + 6] = 0x78;
    await writeFile(join(segments, name), bytes);
    expect(await verify({ log, segments })).toMatchObject({ firstBad: { code: 'SEGMENT_DAMAGED', seq: 3 } });
  });

  test('a store that ends before the log does: a finding where a record must be there first, else a notice', async () => {
    const log = await logOf(life);
    const segments = await segmentsOf(life.slice(0, 2));
    const finding = { code: 'STORE_BEHIND', seq: 3, index: 5, writer: chain.writer };
    expect(await verify({ log, segments })).toMatchObject({ findings: [finding] });
    const late = await verify({ log, segments, allSegments: false });
    expect(late).toMatchObject({ ok: true, noticeCounts: { STORE_BEHIND: 1 } });
  });

  test('a writer whose segments are all gone: missing here, or written elsewhere', async () => {
    const log = await logOf(life);
    const segments = await tempDirectory();
    expect(await codes({ log, segments })).toEqual(['SEGMENT_MISSING']);
    const elsewhere = await verify({ log, segments, allSegments: false });
    expect(elsewhere).toMatchObject({ ok: true, noticeCounts: { ELSEWHERE: 1 } });
  });

  test('a writer that signed two batches under one number', async () => {
    const [open, , last] = life;
    const head = JSON.stringify({ ...life[1]?.head, time: '2026-11-21T10:00:00.001Z' });
    const fork = { ...life[1], sealed: chain.signLine(BATCH_DOMAIN, Buffer.from(head)) };
    if (open === undefined || last === undefined || fork.head === undefined || fork.records === undefined)
      throw new Error();
    const forked = { head: fork.head, records: fork.records, sealed: fork.sealed };
    const log = await logOf([open, forked]);
    expect(await codes({ log })).toEqual([]);
    expect(await codes({ log, segments: await segmentsOf(life) })).toEqual(['STORE_DIFFERS']);
  });

  test('a segment of the format before signatures says what it is', async () => {
    const segments = await segmentsOf(life);
    const payload = Buffer.from('{"format":1,"writer":"x","segment":1,"time":"","previous":null}');
    const bytes = Buffer.alloc(frameBytes(payload));
    writeFrame(bytes, 0, 'header', payload);
    await writeFile(join(segments, 'seg-01JD0000000000000000000001-1.log'), bytes);
    const { firstBad } = await verify({ segments });
    expect(firstBad).toMatchObject({ code: 'SEGMENT_FORMAT', where: 'seg-01JD0000000000000000000001-1.log' });
  });

  test('nothing else lies among the segments, but the log', async () => {
    const segments = await segmentsOf(life);
    await mkdir(join(segments, 'log'));
    expect(await codes({ segments })).toEqual([]);
    await writeFile(join(segments, 'notes.txt'), '');
    expect(await codes({ segments })).toEqual(['SEGMENT_STRANGER']);
    await rm(join(segments, 'notes.txt'));
  });
});

describe('what is said and is no finding', () => {
  test('a writer that was silent for longer than three heartbeats, and a clock that went back', async () => {
    const quiet = await installation.writer();
    const batches = [quiet.seal('open', [quiet.certificate])];
    clock.now += 14_000;
    batches.push(quiet.seal('heartbeat', []));
    clock.now += 16_000;
    batches.push(quiet.seal('heartbeat', []));
    clock.now -= 60_000;
    batches.push(quiet.seal('close', []));
    const report = await verify({ log: await logOf(batches) });
    expect(report.ok).toBe(true);
    expect(report.notices.map(({ code, seq }) => [code, seq])).toEqual([
      ['NO_PAST', null],
      ['HEARTBEAT_GAP', 3],
      ['CLOCK', 4],
    ]);
  });
});

describe('what stands in the log’s folder besides', () => {
  test('a plan of another history, one beyond the end, one that is none', async () => {
    const objects = await writeLog(life, keys);
    const plan = (size: number, hash: string) =>
      Buffer.from(JSON.stringify({ v: 1, size, batches: [[chain.writer, 2, hash]] }));
    const right = life[2]?.head.prev ?? '';
    const wrong = life[1]?.head.prev ?? '';
    const withPlan = (name: string, bytes: Buffer) =>
      codes({ log: readObjects(new Map(objects).set(name, bytes)) });
    expect(await withPlan('plan/2', plan(2, right))).toEqual([]);
    expect(await withPlan('plan/2', plan(2, wrong))).toEqual(['LOG_LEFTOVER']);
    expect(await withPlan('plan/1', plan(1, right))).toEqual(['LOG_LEFTOVER']);
    expect(await withPlan('plan/99', plan(99, right))).toEqual(['LOG_LEFTOVER']);
    expect(await withPlan('plan/2', Buffer.from('{}'))).toEqual(['LOG_LEFTOVER']);
  });

  test('a plan that was made too late and is taken back meanwhile; one that goes on from what readers are shown soon', async () => {
    const objects = await writeLog(life, keys);
    const plan = (size: number) =>
      Buffer.from(JSON.stringify({ v: 1, size, batches: [[chain.writer, 2, life[1]?.head.prev ?? '']] }));
    const sizes = new Map<string, number>([
      ['plan/1', 1],
      ['plan/2', 2],
      ['plan/99', 99],
    ]);
    for (const [name, size] of sizes) {
      const there = new Map(objects).set(name, plan(size));
      const reader = readObjects(there);
      let reads = 0;
      const get = async (path: string) => {
        if (path !== name) return reader.get(path);
        reads += 1;
        return reads === 1 ? reader.get(path) : null;
      };
      expect(await codes({ log: { ...reader, get } })).toEqual([]);
      expect(reads).toBe(2);
    }
    const ahead = readObjects(new Map(objects).set('plan/99', plan(99)));
    let notes = 0;
    const get = async (path: string) => {
      const bytes = await ahead.get(path);
      if (path !== 'checkpoint' || bytes === null) return bytes;
      notes += 1;
      return notes === 1 ? bytes : Buffer.from(bytes.toString().replace(/\n\d+\n/, '\n99\n'));
    };
    expect(await codes({ log: { ...ahead, get } })).toEqual([]);
  });

  test('shorter partial tiles that agree are leftovers, others are found', async () => {
    const objects = await writeLog(life, keys);
    const older = referenceTiles(entriesOf(life.slice(0, 2)));
    expect(await codes({ log: readObjects(new Map([...older, ...objects])) })).toEqual([]);
    const [path = '', bytes = Buffer.alloc(0)] =
      [...older].find(([name]) => name.startsWith('tile/0/')) ?? [];
    const changed = Buffer.from(bytes).fill(1, 0, 1);
    expect(await codes({ log: readObjects(new Map(objects).set(path, changed)) })).toEqual(['LOG_LEFTOVER']);
  });
});
