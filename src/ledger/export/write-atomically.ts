import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RandomBytes } from '../ulid.ts';

/**
 * Writes a file that is there whole or not at all, for its owner's eyes alone (0600): beside its place, synced, then
 * renamed. What stood there before stays until then, and whatever fails leaves nothing behind.
 *
 * @throws what the file system or `pieces` throws.
 */
export async function writeAtomically(
  path: string,
  pieces: AsyncIterable<string | Uint8Array>,
  random: RandomBytes,
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${Buffer.from(random(6)).toString('hex')}`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    try {
      for await (const piece of pieces) await file.appendFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const opened = await open(folder, 'r');
  await opened.sync().finally(() => opened.close());
}
