import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findInputs } from '../../src/import/find-inputs.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-test-'));
  await mkdir(join(folder, 'deep', 'er'), { recursive: true });
  for (const name of ['b.ndjson', 'a.json', 'deep/er/c.ndjson.gz', 'readme.txt', 'manifest']) {
    await writeFile(join(folder, name), '{}');
  }
});
afterEach(() => rm(folder, { recursive: true }));

const names = async (...paths: readonly string[]) => {
  const found = await findInputs(paths);
  return { ...found, files: found.files.map(({ name }) => relative(folder, name)) };
};

describe('findInputs', () => {
  it('takes folders whole and deep, sorted, and counts what it passes over', async () => {
    expect(await names(folder)).toEqual({
      files: ['a.json', 'b.ndjson', 'deep/er/c.ndjson.gz'],
      unreadable: [],
      ignored: 2,
    });
  });

  it('takes a file that is named whatever it is called', async () => {
    expect((await names(join(folder, 'manifest'))).files).toEqual(['manifest']);
  });

  it('names what is not there, and goes on', async () => {
    const missing = join(folder, 'missing');
    expect(await names(missing, join(folder, 'a.json'))).toMatchObject({
      files: ['a.json'],
      unreadable: [missing],
    });
  });

  it('does not follow links to folders, which could lead round in circles', async () => {
    await symlink(folder, join(folder, 'deep', 'loop'));
    await symlink(join(folder, 'a.json'), join(folder, 'deep', 'link.json'));
    expect((await names(folder)).files).toEqual([
      'a.json',
      'b.ndjson',
      'deep/er/c.ndjson.gz',
      'deep/link.json',
    ]);
  });
});
