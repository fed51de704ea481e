import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { HoldsUnreadableError, holdsFile, openFileHolds } from '../../../src/ledger/keep/file-holds.ts';
import { covers } from '../../../src/ledger/keep/hold.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { sampleHold } from './sample-hold.ts';

const HOLD = sampleHold({ names: ['p1', '~aaaaaaaaaaaaaaaaaaaaaa'] });

test('holds are there for whoever opens the folder next, for nobody else, and leave no drafts', async () => {
  const directory = await tempDirectory();
  const holds = openFileHolds(directory);
  expect(await holds.list()).toEqual([]);
  await holds.put(HOLD);
  await holds.put({ ...HOLD, id: '01JD0000000000000000000002', names: null });
  await holds.put(HOLD);
  expect((await openFileHolds(directory).list()).map(({ id }) => id.slice(-1)).sort()).toEqual(['1', '2']);
  expect(await readdir(directory)).toEqual(['holds.json']);
  expect((await stat(holdsFile(directory))).mode & 0o777).toBe(0o600);
  expect(await holds.remove(HOLD.id)).toBe(true);
  expect(await holds.remove(HOLD.id)).toBe(false);
  expect(await holds.list()).toHaveLength(1);
});

test.each([
  ['no JSON', '{'],
  ['another form', '{"version":2,"holds":[]}'],
  ['one hold of another form', JSON.stringify({ version: 1, holds: [HOLD, { ...HOLD, names: [] }] })],
  ['nothing', ''],
])('what cannot be read is not taken for no holds: %s', async (_, text) => {
  const directory = await tempDirectory();
  await writeFile(holdsFile(directory), text);
  const holds = openFileHolds(directory);
  await expect(holds.list()).rejects.toThrow(HoldsUnreadableError);
  await expect(holds.put(HOLD)).rejects.toThrow(HoldsUnreadableError);
  await expect(holds.remove(HOLD.id)).rejects.toThrow(HoldsUnreadableError);
  expect(await readFile(holdsFile(directory), 'utf8')).toBe(text);
});

test('a folder in the place of the file is not taken for no holds', async () => {
  const directory = await tempDirectory();
  await mkdir(holdsFile(directory));
  await expect(openFileHolds(directory).list()).rejects.toThrow(HoldsUnreadableError);
});

test('a hold covers its tenant, or one patient of it under any name', () => {
  const record = sampleRecord();
  expect(covers(HOLD, record)).toBe(true);
  expect(covers({ ...HOLD, names: ['p2'] }, record)).toBe(true);
  expect(covers({ ...HOLD, names: ['p3'] }, record)).toBe(false);
  expect(covers({ ...HOLD, names: null }, record)).toBe(true);
  expect(covers({ ...HOLD, names: null, tenant: 'lakeside' }, record)).toBe(false);
  expect(covers({ ...HOLD, tenant: 'lakeside' }, record)).toBe(false);
  expect(covers({ ...HOLD, names: null }, sampleRecord({ tenant: null }))).toBe(false);
});
