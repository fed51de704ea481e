import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFiles } from '../../../src/ledger/segments/node-files.ts';
import { tempDirectory } from '../temp-directory.ts';

test('a file that is there is never opened for writing, whatever it holds', async () => {
  const path = join(await tempDirectory(), 'seg');
  await writeFile(path, 'whole');
  await expect(nodeFiles.create(path)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readFile(path, 'utf8')).toBe('whole');
});

test('a file only grows at its end', async () => {
  const path = join(await tempDirectory(), 'seg');
  const file = await nodeFiles.create(path);
  await file.write(Buffer.from('one '));
  await writeFile(path, 'one two ', { flag: 'r+' });
  await file.write(Buffer.from('three'));
  await file.close();
  expect(await readFile(path, 'utf8')).toBe('one two three');
});
