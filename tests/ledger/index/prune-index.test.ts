import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LedgerIndex } from '../../../src/ledger/index/ledger-index.ts';
import { createLogSource } from '../../../src/ledger/index/log-source.ts';
import { updateIndex } from '../../../src/ledger/index/update-index.ts';
import { BUNDLES, ENDED, writePrunedWriter, writeRange } from '../../../src/ledger/keep/pruned-things.ts';
import { writeBundle } from '../../../src/ledger/log/entry-bundle.ts';
import { tilePath } from '../../../src/ledger/log/tile-path.ts';
import { namingRecord } from '../../../src/ledger/naming-record.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { MemoryLog } from './memory-log.ts';

const HASH = 'A'.repeat(43);
const OLD = '01JD00000000000000000000AA';

/** Bundle 0 is of an old patient, what follows of p1 and p2. */
function logWithPast(): MemoryLog {
  const log = new MemoryLog({ writer: OLD });
  const subjects = [
    {
      subject: 'patient-of-old',
      groups: [{ shape: 0, resources: ['patient-of-old'], consent: null, breakGlass: null }],
    },
  ];
  for (let n = 0; n < 128; n += 1) log.add(sampleRecord({ id: `old${n}`, subjects }));
  for (let n = 0; n < 20; n += 1) log.add(sampleRecord({ id: `new${n}` }));
  return log;
}

function pruned(from: number, to: number) {
  const about = { id: 'prune', time: '2027-01-01T00:00:00.000Z', actor: 'os-user:op', client: 'phield-cli' };
  return namingRecord({ ...about, operation: 'retention_pruned', tenant: null, subject: null }, [
    { ...BUNDLES, ids: [writeRange({ from, to, hash: HASH })] },
    { ...ENDED, ids: [writePrunedWriter({ writer: OLD, firstSeq: 1, lastSeq: 999, head: HASH })] },
  ]);
}

async function openIndex() {
  const file = join(await tempDirectory(), 'ledger.sqlite');
  const index = new LedgerIndex(file, () => undefined);
  onTestFinished(() => index.close());
  return { index, file };
}

const idsOf = (index: LedgerIndex) => [...index.events({}, 'oldest')].map(({ event }) => event.id);

/** The log without the entries of its first bundle. */
const withoutPast = (log: MemoryLog) => ({
  size: () => log.size(),
  async *entries(from: number) {
    for await (const { index, bytes } of log.entries(from))
      yield { index, bytes: index < 256 ? null : bytes };
  },
});

test('what a record says may be gone is gone from an index built before, and one built after is the same', async () => {
  const log = logWithPast();
  const before = await openIndex();
  await updateIndex(before.index, log);
  expect([...before.index.events({ patient: 'patient-of-old' }, 'oldest')]).toHaveLength(256);
  log.add(pruned(0, 0));
  await updateIndex(before.index, log);
  const after = await openIndex();
  await updateIndex(after.index, withoutPast(log));
  expect(idsOf(before.index)).toHaveLength(20 * 5 + 2);
  expect(idsOf(after.index)).toEqual(idsOf(before.index));
  for (const { index } of [before, after]) {
    expect([...index.events({ patient: 'patient-of-old' }, 'oldest')]).toEqual([]);
    expect([...index.events({ patient: 'p1' }, 'oldest')]).toHaveLength(60);
    expect(index.state()).toMatchObject({ size: 298, unreadable: 0 });
    expect(index.writers().get(OLD)).toEqual({ seq: 999, closed: true });
  }
  before.index.close();
  expect((await readFile(before.file)).includes('patient-of-old')).toBe(false);
  before.index = new LedgerIndex(before.file, () => undefined);
});

test('what was remembered of the pruned is not taken for what comes after', async () => {
  const log = logWithPast();
  const { index } = await openIndex();
  await updateIndex(index, log);
  log.add(pruned(0, 0));
  const subjects = [
    { subject: 'patient-of-old', groups: [{ shape: 0, resources: ['x'], consent: null, breakGlass: null }] },
  ];
  log.add(sampleRecord({ id: 'again', subjects }));
  log.add(sampleRecord({ id: 'other' }));
  await updateIndex(index, log);
  expect([...index.events({ patient: 'patient-of-old' }, 'oldest')].map(({ event }) => event.id)).toEqual([
    'again.0',
    'again.1',
  ]);
  expect([...index.events({ patient: 'p2', tenant: 'riverside' }, 'oldest')]).toHaveLength(21 * 2);
});

test('what is gone though no record says that it may be is told', async () => {
  const log = logWithPast();
  const { index } = await openIndex();
  await updateIndex(index, withoutPast(log));
  expect(index.state().unreadable).toBe(256);
  expect(idsOf(index)).toHaveLength(20 * 5);
  log.add(pruned(0, 0));
  await updateIndex(index, withoutPast(log));
  expect(index.state().unreadable).toBe(0);
});

test('a bundle that is gone is told from one that is damaged by the hashes that stay', async () => {
  const log = logWithPast();
  const objects = new Map<string, Uint8Array>();
  const size = await log.size();
  const note = `ledger.test\n${size}\n${Buffer.alloc(32).toString('base64')}\n\n— ledger.test ${Buffer.alloc(68).toString('base64')}\n`;
  objects.set('checkpoint', Buffer.from(note));
  objects.set(tilePath({ level: 'entries', index: 1, width: size - 256 }), writeBundle(log.bytes.slice(256)));
  const source = createLogSource({ get: async (path) => objects.get(path) ?? null });
  const read = async () => {
    const entries: (Uint8Array | null)[] = [];
    for await (const { bytes } of source.entries(250)) entries.push(bytes);
    return entries;
  };
  await expect(read()).rejects.toThrow();
  objects.set(tilePath({ level: 0, index: 0, width: 256 }), Buffer.alloc(8192));
  expect((await read()).map((bytes) => bytes === null)).toEqual([
    ...Array(6).fill(true),
    ...Array(size - 256).fill(false),
  ]);
  objects.set(tilePath({ level: 'entries', index: 0, width: 256 }), Buffer.alloc(7));
  await expect(read()).rejects.toThrow();
});

test('up to when something may be missing is told: up to what is left behind it', async () => {
  const log = logWithPast();
  const { index } = await openIndex();
  await updateIndex(index, log);
  expect(index.prunedUntil()).toBeNull();
  log.add(pruned(0, 0));
  await updateIndex(index, log);
  expect(index.prunedUntil()).toBe(Date.parse('2026-11-21T10:00:00.000Z'));
});
