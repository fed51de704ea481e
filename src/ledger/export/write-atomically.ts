import { closeSync, openSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RandomBytes } from '../ulid.ts';

/** What stands at the place is a folder, a device or the like: a file in its stead would be no help to anybody. */
export class NotAFileError extends Error {
  constructor() {
    super('there is something else than a file');
  }
}

/** @throws NotAFileError when a file cannot stand at `path`. Before anything is done. */
export async function expectFilePlace(path: string): Promise<void> {
  const stood = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (stood !== null && !stood.isFile()) throw new NotAFileError();
}

/**
 * Writes a file that is there whole or not at all, for its owner's eyes alone (0600): beside its place, synced, then
 * renamed. What stood there before stays until then, and whatever fails leaves nothing behind.
 *
 * @param beginAt told where it writes until then, before anything is there: whoever ends the process from then on MUST
 *   remove that.
 * @throws NotAFileError, and what the file system or `pieces` throws.
 */
export async function writeAtomically(
  path: string,
  pieces: AsyncIterable<string | Uint8Array>,
  random: RandomBytes,
  beginAt: (temporary: string) => void = () => undefined,
): Promise<void> {
  await expectFilePlace(path);
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${Buffer.from(random(6)).toString('hex')}`);
  beginAt(temporary);
  // At once: one that is under way could still be made behind whoever removes it.
  closeSync(openSync(temporary, 'wx', 0o600));
  try {
    const file = await open(temporary, 'r+');
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
