import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readIfThere } from '../read-if-there.ts';

/**
 * The content of a file that only its owner may read, made once. When several processes make it at the same
 * moment, one of them wins and all get its content: `link` refuses an existing name, and a reader never sees
 * half a file.
 */
export async function createPrivateFile(path: string, make: () => Promise<string>): Promise<string> {
  const existing = await readIfThere(path);
  if (existing !== null) return existing.toString('utf8');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const content = await make();
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (!isThere(error)) throw error;
  } finally {
    await unlink(draft);
  }
  return readFile(path, 'utf8');
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
