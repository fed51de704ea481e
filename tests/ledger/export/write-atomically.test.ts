import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { NotAFileError, writeAtomically } from '../../../src/ledger/export/write-atomically.ts';
import { tempDirectory } from '../temp-directory.ts';

async function* pieces(...texts: readonly (string | Error)[]): AsyncGenerator<string> {
  for (const text of texts) {
    if (text instanceof Error) throw text;
    yield text;
  }
}

test('the file is whole, and its owner’s alone', async () => {
  const folder = await tempDirectory();
  const path = join(folder, 'out.csv');
  await writeAtomically(path, pieces('a', 'b'), randomBytes);
  expect(await readFile(path, 'utf8')).toBe('ab');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['out.csv']);
});

test('who asks is told where it writes before anything is there', async () => {
  const folder = await tempDirectory();
  const told: unknown[] = [];
  const path = join(folder, 'out.csv');
  await writeAtomically(path, pieces('a'), randomBytes, (temporary) => {
    told.push(dirname(temporary), readdirSync(folder));
  });
  expect(told).toEqual([folder, []]);
});

test('what stood there stays until the whole is there', async () => {
  const folder = await tempDirectory();
  const path = join(folder, 'out.csv');
  await writeFile(path, 'before', { mode: 0o644 });
  const failed = writeAtomically(path, pieces('a', new Error('the ledger cannot be read')), randomBytes);
  await expect(failed).rejects.toThrow('the ledger cannot be read');
  expect(await readFile(path, 'utf8')).toBe('before');
  expect(await readdir(folder)).toEqual(['out.csv']);
  await writeAtomically(path, pieces('after'), randomBytes);
  expect(await readFile(path, 'utf8')).toBe('after');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a folder that is not there is said', async () => {
  const path = join(await tempDirectory(), 'none', 'out.csv');
  await expect(writeAtomically(path, pieces('a'), randomBytes)).rejects.toThrow('ENOENT');
});

test.each([
  ['a folder', async () => tempDirectory()],
  ['a device', async () => '/dev/null'],
])('%s is not replaced, and nothing is begun', async (_, place) => {
  const path = await place();
  const before = await stat(path);
  let asked = false;
  const source = async function* () {
    asked = true;
    yield 'a';
  };
  await expect(writeAtomically(path, source(), randomBytes)).rejects.toThrow(NotAFileError);
  expect(asked).toBe(false);
  expect((await stat(path)).ino).toBe(before.ino);
});
