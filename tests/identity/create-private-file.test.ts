import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPrivateFile } from '../../src/identity/create-private-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-identity-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('who finishes first wins, and the slower one gets that content', async () => {
  const path = join(folder, 'keys', 'file.json');
  const slow = createPrivateFile(path, async () => {
    expect(await createPrivateFile(path, async () => 'first')).toBe('first');
    return 'second';
  });
  expect(await slow).toBe('first');
  expect(await readFile(path, 'utf8')).toBe('first');
  expect(await readdir(join(folder, 'keys'))).toEqual(['file.json']);
});

test('a maker that fails leaves nothing behind', async () => {
  const path = join(folder, 'keys', 'file.json');
  await expect(createPrivateFile(path, () => Promise.reject(new Error('no entropy')))).rejects.toThrow(
    'no entropy',
  );
  expect(await readdir(join(folder, 'keys'))).toEqual([]);
});
