import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import { createTenantLedger } from '../../../src/ledger/index/create-tenant-ledger.ts';
import type { EntrySource } from '../../../src/ledger/index/entry-source.ts';
import { IndexThread } from '../../../src/ledger/index/index-thread.ts';
import { openLedgerIndex } from '../../../src/ledger/index/open-ledger-index.ts';
import { createLedgerNames } from '../../../src/ledger/ledger-names.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { MemoryLog } from './memory-log.ts';

async function keptIndex(source: EntrySource, path?: string, patienceMs = 10_000) {
  const file = path ?? join(await tempDirectory(), 'ledger.sqlite');
  const said: string[] = [];
  const note = (event: string, fields: { readonly code?: string } = {}) =>
    void said.push([event, fields.code].filter(Boolean).join(' '));
  const index = openLedgerIndex({
    path: file,
    source,
    log: { info: note, warn: note },
    everyMs: 3_600_000,
    patienceMs,
    restartMs: 0,
  });
  onTestFinished(() => index.close());
  const names = createLedgerNames(null);
  const ledger = createTenantLedger('riverside', { index, checkpoint: async () => null, names });
  const ids = async () =>
    (await ledger.events('events', { patient: 'p1' }, { first: 200, after: null })).rows.map(
      ({ record }) => record.id,
    );
  return { index, ledger, file, said, ids };
}

function logOf(...ids: readonly string[]): MemoryLog {
  const log = new MemoryLog();
  for (const id of ids) log.add(sampleRecord({ id }));
  return log;
}

test('an answer has everything that the log had when it was asked', async () => {
  const log = logOf('r1');
  const { index, ids } = await keptIndex(log);
  expect(await ids()).toEqual(['r1.0', 'r1.1', 'r1.2']);
  log.add(sampleRecord({ id: 'r2', time: '2027-01-01T00:00:00.000Z' }));
  expect(await ids()).toEqual(['r2.0', 'r2.1', 'r2.2', 'r1.0', 'r1.1', 'r1.2']);
  expect(await index.state()).toEqual({ size: 4, asOf: 2000, unreadable: 0 });
});

test('a log that cannot be reached leaves answers as they were, and that is told once', async () => {
  const log = logOf('r1');
  let reachable = true;
  const source: EntrySource = {
    size: async () => {
      if (!reachable) throw new UpstreamUnavailableError('gone');
      return log.size();
    },
    entries: (from) => log.entries(from),
  };
  const { ids, said } = await keptIndex(source);
  await ids();
  reachable = false;
  log.add(sampleRecord({ id: 'r2' }));
  expect([await ids(), await ids()]).toEqual([expect.any(Array), ['r1.0', 'r1.1', 'r1.2']]);
  reachable = true;
  expect(await ids()).toHaveLength(6);
  expect(said).toEqual(['ledger.index.behind', 'ledger.index.caught-up']);
});

test('who asks does not wait for a log that is slow', async () => {
  const never: EntrySource = { size: () => new Promise(() => undefined), entries: () => logOf().entries(0) };
  const { ids } = await keptIndex(never, undefined, 20);
  expect(await ids()).toEqual([]);
});

test('an index that is damaged on the disk is built anew, and that is told', async () => {
  const log = logOf(...Array.from({ length: 100 }, (_, n) => `r${String(n).padStart(3, '0')}`));
  const first = await keptIndex(log);
  const before = await first.ids();
  await first.index.close();
  const bytes = await readFile(first.file);
  await writeFile(first.file, Buffer.from(bytes).fill(0xa5, 4096, bytes.length));
  await writeFile(`${first.file}-wal`, '');
  const { ids, said } = await keptIndex(log, first.file);
  expect(await ids()).toEqual(before);
  expect(said).toEqual(['ledger.index.rebuilt damaged']);
});

describe('the thread', () => {
  test('that has ended answers nothing, and waits for nobody', async () => {
    const thread = new IndexThread(
      join(await tempDirectory(), 'ledger.sqlite'),
      () => undefined,
      () => undefined,
    );
    await thread.state();
    const asked = thread.state().then(
      () => 'answered',
      (error: unknown) => error instanceof UpstreamUnavailableError,
    );
    await thread.close();
    expect([true, 'answered']).toContain(await asked);
    await expect(thread.state()).rejects.toThrow(UpstreamUnavailableError);
  });

  test('that cannot open its file says so to whoever asks', async () => {
    const folder = await tempDirectory();
    await writeFile(join(folder, 'file'), '');
    let ended = 0;
    const thread = new IndexThread(
      join(folder, 'file', 'ledger.sqlite'),
      () => undefined,
      () => {
        ended += 1;
      },
    );
    await expect(thread.state()).rejects.toThrow(UpstreamUnavailableError);
    expect(ended).toBe(1);
  });
});

test('a thread that ended is begun again', async () => {
  const folder = await tempDirectory();
  const blocked = join(folder, 'index');
  await writeFile(blocked, 'in the way');
  const { ids, said } = await keptIndex(logOf('r1'), join(blocked, 'ledger.sqlite'));
  await expect(ids()).rejects.toThrow(UpstreamUnavailableError);
  await rm(blocked);
  expect(await ids()).toEqual(['r1.0', 'r1.1', 'r1.2']);
  expect(said).toContain('ledger.index.ended');
});

test('a tenant is bound, whatever is asked of it', async () => {
  const log = logOf('r1');
  log.add(sampleRecord({ id: 'x1', tenant: 'lakeside' }));
  const { ledger } = await keptIndex(log);
  const smuggled = { tenant: 'lakeside', patient: 'p1' };
  const { rows } = await ledger.events('events', smuggled, { first: 200, after: null });
  expect(rows.map(({ record }) => record.tenant)).toEqual(Array(3).fill('riverside'));
});
