import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { tempDirectory } from './temp-directory.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * The product with one place of src/ledger changed, for checks that must notice.
 * @returns the path of that build's `file-ledger.ts`.
 */
export async function mutantBuild(file: string, code: string, instead: string): Promise<string> {
  const copy = await tempDirectory();
  await cp(join(ROOT, 'src'), join(copy, 'src'), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const path = join(copy, 'src', 'ledger', file);
  const source = await readFile(path, 'utf8');
  expect(source.split(code), 'the guard must stand once in the source').toHaveLength(2);
  await writeFile(path, source.replace(code, instead));
  return join(copy, 'src', 'ledger', 'file-ledger.ts');
}
