import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inflateRawSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { IndexDamagedError } from '../../../src/ledger/index/index-damaged-error.ts';
import { LedgerIndex } from '../../../src/ledger/index/ledger-index.ts';
import { openIndexFile, type Rebuilt } from '../../../src/ledger/index/open-index-file.ts';
import { packBody } from '../../../src/ledger/index/pack-body.ts';
import { updateIndex } from '../../../src/ledger/index/update-index.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { MemoryLog } from './memory-log.ts';

async function place() {
  const file = join(await tempDirectory(), 'index', 'ledger.sqlite');
  const rebuilt: Rebuilt[] = [];
  const open = () => {
    const index = new LedgerIndex(file, (why) => rebuilt.push(why));
    onTestFinished(() => index.close());
    return index;
  };
  return { file, rebuilt, open };
}

function logOf(count: number, change: { readonly tenant?: string } = {}): MemoryLog {
  const log = new MemoryLog();
  for (let n = 0; n < count; n += 1) log.add(sampleRecord({ id: `r${n}`, ...change }));
  return log;
}

const idsOf = (index: LedgerIndex) =>
  [...index.events({ patient: 'p1' }, 'oldest')].map(({ event }) => event.id);
const whole = (count: number) =>
  Array.from({ length: count }, (_, n) => [0, 1, 2].map((at) => `r${n}.${at}`)).flat();

test('an index that is not there is built, one that is goes on where it stood', async () => {
  const { rebuilt, open } = await place();
  const log = logOf(3);
  const first = open();
  expect(await updateIndex(first, log)).toEqual({ size: 6, asOf: 3000, unreadable: 0 });
  expect(rebuilt).toEqual(['absent']);
  const asked: number[] = [];
  const watched = {
    size: () => log.size(),
    entries: (from: number) => {
      asked.push(from);
      return log.entries(from);
    },
  };
  log.add(sampleRecord({ id: 'r3' }));
  const second = open();
  await updateIndex(second, watched);
  expect({ asked, rebuilt }).toEqual({ asked: [5], rebuilt: ['absent'] });
  expect(idsOf(second)).toEqual(whole(4));
  expect(idsOf(first)).toEqual(whole(4));
  expect(second.writers()).toEqual(new Map([['01JD00000000000000000000AA', { seq: 4, closed: false }]]));
});

test('two at work on one index make one', async () => {
  const { open } = await place();
  const log = logOf(3000);
  const [one, other] = [open(), open()];
  await Promise.all([updateIndex(one, log), updateIndex(other, log)]);
  expect(idsOf(one)).toEqual(whole(3000));
  expect(idsOf(other)).toEqual(whole(3000));
});

test('an index that another takes further meanwhile is not built anew', async () => {
  const { rebuilt, open } = await place();
  const log = logOf(3);
  const [one, other] = [open(), open()];
  await updateIndex(one, log);
  log.add(sampleRecord({ id: 'r3' }));
  const meanwhile = {
    size: () => log.size(),
    entries: async function* (from: number) {
      await updateIndex(other, log);
      yield* log.entries(from);
    },
  };
  await updateIndex(one, meanwhile);
  expect(rebuilt).toEqual(['absent']);
  expect(idsOf(one)).toEqual(whole(4));
});

test.each<[string, (bytes: Buffer) => Buffer]>([
  ['no database at all', (bytes) => Buffer.alloc(bytes.length, 'x')],
  ['cut short', (bytes) => bytes.subarray(0, bytes.length >> 1)],
  ['empty', () => Buffer.alloc(0)],
  ['overwritten in the middle', (bytes) => Buffer.from(bytes).fill(0xa5, 8192, bytes.length - 4096)],
])('a file that is %s is built anew, and that is told', async (_what, damage) => {
  const { file, rebuilt, open } = await place();
  const log = logOf(200);
  const first = new LedgerIndex(file, () => undefined);
  await updateIndex(first, log);
  first.close();
  await writeFile(file, damage(await readFile(file)));
  log.add(sampleRecord({ id: 'r200' }));
  const index = open();
  await updateIndex(index, log).catch(() => undefined);
  // Damage where the update does not look is met by whoever asks; nothing is shown of it.
  const met = (() => {
    try {
      return idsOf(index);
    } catch {
      return null;
    }
  })();
  expect([null, JSON.stringify(whole(201)), '[]']).toContainEqual(met === null ? null : JSON.stringify(met));
  await updateIndex(index, log);
  expect(idsOf(index)).toEqual(whole(201));
  expect(rebuilt).toHaveLength(1);
});

test('a record whose bytes were changed is never shown: the index is built anew', async () => {
  const { file, rebuilt, open } = await place();
  const log = logOf(5);
  const index = open();
  await updateIndex(index, log);
  const db = new DatabaseSync(file);
  const row = db.prepare('SELECT bytes FROM body WHERE entry = 4').get();
  const packed = row?.bytes instanceof Uint8Array ? row.bytes : Buffer.alloc(0);
  const text = inflateRawSync(packed).toString();
  expect(text).toContain('dr-one');
  const bytes = packBody(Buffer.from(text.replace('dr-one', 'dr-two')));
  db.prepare('UPDATE body SET bytes = ? WHERE entry = 4').run(bytes);
  db.close();
  expect(() => index.page({ patient: 'p1' }, 20, null)).toThrow(IndexDamagedError);
  expect(rebuilt).toEqual(['absent', 'damaged']);
  await updateIndex(index, log);
  expect(idsOf(index)).toEqual(whole(5));
});

test.each([
  ['another log', () => logOf(7, { tenant: 'lakeside' })],
  ['a log that is shorter than it was', () => logOf(2)],
])('an index of %s is built anew', async (_what, other) => {
  const { rebuilt, open } = await place();
  const index = open();
  await updateIndex(index, logOf(5));
  const log = other();
  await updateIndex(index, log);
  expect(rebuilt).toEqual(['absent', 'damaged']);
  expect(idsOf(index)).toEqual(whole((await log.size()) / 2));
});

test('an index of another version is built anew', async () => {
  const { file, rebuilt, open } = await place();
  openIndexFile(file).db.exec('PRAGMA user_version = 99');
  open();
  expect(rebuilt).toEqual(['version']);
});

test('a log that leaves an entry out is not taken in', async () => {
  const { open } = await place();
  const log = logOf(3);
  const gapped = {
    size: () => log.size(),
    async *entries(from: number) {
      for await (const entry of log.entries(from)) if (entry.index !== 2) yield entry;
    },
  };
  const index = open();
  await expect(updateIndex(index, gapped)).rejects.toThrow('leaves an entry out');
  expect(index.state().size).toBe(0);
});

test('a batch is taken in whole or not at all, however large, so that its records come once', async () => {
  const { open } = await place();
  const log = new MemoryLog();
  for (const count of [1, 700, 2500, 3]) {
    log.add(...Array.from({ length: count }, (_, n) => sampleRecord({ id: `r${count}-${n}` })));
  }
  const failing = {
    size: () => log.size(),
    async *entries(from: number) {
      for await (const entry of log.entries(from)) {
        if (entry.index === 3000) throw new Error('the store went away');
        yield entry;
      }
    },
  };
  const index = open();
  await expect(updateIndex(index, failing)).rejects.toThrow('went away');
  expect(index.state().size).toBe(0);
  expect(index.writers().size).toBe(0);
  expect(await updateIndex(index, log)).toMatchObject({ size: 3208 });
  expect(idsOf(index)).toHaveLength(3204 * 3);
});

test('what is no entry of ours is counted, and hides nothing behind it', async () => {
  const { open } = await place();
  const log = logOf(1);
  log.bytes.push(Buffer.from('{"v":1}'));
  log.add(sampleRecord({ id: 'r1' }));
  const index = open();
  expect(await updateIndex(index, log)).toMatchObject({ size: 5, unreadable: 1 });
  expect(idsOf(index)).toEqual(whole(2));
});

test('nobody else on the machine can read the index', async () => {
  const { file, open } = await place();
  await updateIndex(open(), logOf(1));
  expect((await stat(join(file, '..'))).mode & 0o077).toBe(0);
});

test('what is in the index is for its owner alone, also beside a lenient umask', async () => {
  const { file, open } = await place();
  const before = process.umask(0);
  try {
    await updateIndex(open(), logOf(1));
  } finally {
    process.umask(before);
  }
  const modes = await Promise.all(
    ['', '-wal', '-shm'].map(async (suffix) => (await stat(`${file}${suffix}`)).mode & 0o077),
  );
  expect(modes).toEqual([0, 0, 0]);
});
