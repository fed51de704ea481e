import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import type { Hold } from '../../../src/ledger/keep/hold.ts';
import { type PruneParts, prune } from '../../../src/ledger/keep/prune.ts';
import { HoldsChangedError } from '../../../src/ledger/keep/prune-bundles.ts';
import { PRUNED } from '../../../src/ledger/keep/pruned-things.ts';
import { removeSegments } from '../../../src/ledger/keep/remove-segments.ts';
import { loadRetention } from '../../../src/ledger/keep/retention.ts';
import { LogDiffersError } from '../../../src/ledger/keep/walk-log.ts';
import { namingRecord } from '../../../src/ledger/naming-record.ts';
import { nodeFiles } from '../../../src/ledger/segments/node-files.ts';
import { sampleRecord } from '../sample-record.ts';
import { createInstallation } from '../support/seal-batches.ts';
import { tempDirectory } from '../temp-directory.ts';
import { MemoryLog } from './log-of.ts';
import { sampleHold } from './sample-hold.ts';
import { NOW, START } from './seven-years.ts';

/** An old writer that closed, a young one that runs; files of both; every step written down, any of them may fail. */
async function world() {
  const time = { now: START };
  const installation = createInstallation('ledger.test', () => time.now);
  const log = new MemoryLog();
  const files = new Map<string, SealedBatch[]>();
  const write = (batches: readonly SealedBatch[]) => {
    for (const batch of batches)
      files.set(batch.head.writer, [...(files.get(batch.head.writer) ?? []), batch]);
    log.append(...batches);
  };
  const old = await installation.writer();
  const record = encodeRecord(sampleRecord({ time: new Date(START).toISOString() }));
  write([old.seal('open', [old.certificate]), old.seal('records', [record])]);
  write([...Array.from({ length: 507 }, () => old.seal('heartbeat', [])), old.seal('close', [])]);
  time.now = NOW - 1_000;
  const young = await installation.writer();
  write([
    young.seal('open', [young.certificate]),
    ...Array.from({ length: 300 }, () => young.seal('heartbeat', [])),
  ]);

  const steps: string[] = [];
  const state = { dieAt: Number.POSITIVE_INFINITY, holds: [] as readonly Hold[], sequenced: true, ids: 0 };
  const step = (name: string) => {
    if (steps.length >= state.dieAt) throw new Error('killed');
    steps.push(name);
  };
  const parts: PruneParts = {
    log,
    head: async () => log.head,
    source: {
      writers: async () => [...files.keys()],
      async *batches(writer: string) {
        yield* files.get(writer) ?? [];
      },
    },
    holds: async () => state.holds,
    retention: loadRetention({}),
    record: async (named) => {
      step('record');
      state.ids += 1;
      const about = { id: `r${state.ids}`, time: new Date(time.now).toISOString(), actor: 'a', client: 'c' };
      const bytes = encodeRecord(
        namingRecord({ ...about, operation: PRUNED, tenant: null, subject: null }, named),
      );
      if (state.sequenced) write([young.seal('records', [bytes])]);
      return about.id;
    },
    inLog: async () => state.sequenced,
    removeSegments: async (writer) => {
      step(`segments ${writer === old.writer ? 'old' : 'young'}`);
      files.delete(writer);
    },
    remover: {
      remove: async (path) => {
        step(path);
        return log.remove(path);
      },
    },
    now: NOW,
    keepSegments: 30 * 86_400_000,
    dryRun: false,
  };
  return { log, files, parts, steps, state, old, young };
}

test('records, then removes segments, then bundles; a second run has nothing to do', async () => {
  const { parts, steps, old, young } = await world();
  const report = await prune(parts);
  expect(steps).toEqual(['record', 'segments old', 'tile/entries/000', 'tile/entries/001']);
  expect(report).toMatchObject({ bundles: [0, 1], held: [], locked: [], waiting: [] });
  expect(report.segments.map(({ writer }) => writer)).toEqual([old.writer]);
  expect(report.staying).toEqual(new Map([[young.writer, 'RUNNING']]));
  const again = await prune(parts);
  expect(again).toMatchObject({ segments: [], bundles: [], waiting: [] });
  expect(steps).toHaveLength(4);
});

test('a dry run names the same and touches nothing', async () => {
  const { parts, steps, old } = await world();
  const report = await prune({ ...parts, dryRun: true });
  expect(report.segments.map(({ writer }) => writer)).toEqual([old.writer]);
  expect(report.bundles).toEqual([0, 1]);
  expect(steps).toEqual([]);
});

test.each([0, 1, 2, 3])(
  'killed at step %i, nothing is gone that is not on record, and the next run finishes',
  async (at) => {
    const { parts, state, log, files, old } = await world();
    state.dieAt = at;
    await expect(prune(parts)).rejects.toThrow('killed');
    expect(log.objects.has(log.bundle(0))).toBe(at < 3);
    expect(files.has(old.writer)).toBe(at < 2);
    state.dieAt = Number.POSITIVE_INFINITY;
    await prune(parts);
    expect([log.objects.has(log.bundle(0)), log.objects.has(log.bundle(1)), files.has(old.writer)]).toEqual([
      false,
      false,
      false,
    ]);
  },
);

test('a full disk, on which nothing can be recorded, loses nothing', async () => {
  const { parts, steps } = await world();
  const full = { ...parts, record: () => Promise.reject(new Error('ENOSPC')) };
  await expect(prune(full)).rejects.toThrow('ENOSPC');
  expect(steps).toEqual([]);
});

test('bundles wait until the log has the record; segments need not', async () => {
  const { parts, steps, state } = await world();
  state.sequenced = false;
  const report = await prune(parts);
  expect(report).toMatchObject({ bundles: [], waiting: [0, 1] });
  expect(steps).toEqual(['record', 'segments old']);
});

test('a hold keeps bundles; set while it runs, it stops the rest', async () => {
  const { parts, state, steps } = await world();
  state.holds = [sampleHold()];
  const report = await prune(parts);
  expect(report).toMatchObject({ bundles: [1], held: [0] });

  const other = await world();
  const setMeanwhile: PruneParts = {
    ...other.parts,
    removeSegments: async (writer) => {
      await other.parts.removeSegments(writer);
      other.state.holds = [sampleHold()];
    },
  };
  await expect(prune(setMeanwhile)).rejects.toThrow(HoldsChangedError);
  expect(other.steps).toEqual(['record', 'segments old']);
  expect(steps).not.toContain('tile/entries/000');
});

test('nothing goes when holds cannot be read, or the log does not verify', async () => {
  const { parts, steps, log } = await world();
  await expect(prune({ ...parts, holds: () => Promise.reject(new Error('unreadable')) })).rejects.toThrow();
  await expect(prune({ ...parts, head: () => Promise.reject(new Error('unsigned')) })).rejects.toThrow(
    'unsigned',
  );
  const root = Buffer.from(log.head.root);
  root[0] = (root[0] ?? 0) ^ 1;
  await expect(prune({ ...parts, head: async () => ({ ...log.head, root }) })).rejects.toThrow(
    LogDiffersError,
  );
  expect(steps).toEqual([]);
  expect(await prune({ ...parts, head: async () => null })).toMatchObject({ segments: [], bundles: [] });
});

test('bundles that are not ours to remove are named, neither recorded nor removed', async () => {
  const { parts, steps } = await world();
  const report = await prune({ ...parts, remover: null });
  expect(report).toMatchObject({ bundles: [], waiting: [0, 1] });
  expect(steps).toEqual(['record', 'segments old']);
});

test('files of a writer go from the last to the first, each durably, and others stay', async () => {
  const directory = await tempDirectory();
  const [one, other] = ['01JD0000000000000000000001', '01JD0000000000000000000002'];
  for (const name of [`seg-${one}-1.log`, `seg-${one}-2.log`, `seg-${one}-10.log`, `seg-${other}-1.log`])
    await writeFile(join(directory, name), '');
  const calls: string[] = [];
  await removeSegments(directory, one ?? '', {
    remove: async (path) => {
      calls.push(path.slice(path.lastIndexOf('-') + 1));
      await nodeFiles.remove(path);
    },
    syncDirectory: async () => void calls.push('sync'),
  });
  expect(calls).toEqual(['10.log', 'sync', '2.log', 'sync', '1.log', 'sync']);
  expect(await readdir(directory)).toEqual([`seg-${other}-1.log`]);
  await removeSegments(directory, one ?? '', nodeFiles);
});
