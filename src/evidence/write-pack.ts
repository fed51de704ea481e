import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { RandomBytes } from '../ledger/ulid.ts';
import { type EvidenceFile, isPackPath } from './evidence-file.ts';
import type { PackedFile } from './manifest.ts';

/** Where the pack was to be written something stands, or it has nowhere to stand. */
export class PackPlaceError extends Error {}

/** @throws PackPlaceError unless nothing stands at `out`, or an empty folder, and the folder around it is there. */
export async function expectPackPlace(out: string): Promise<void> {
  const place = resolve(out);
  const stood = await lstat(place).catch(absent);
  if (stood?.isDirectory() === false) throw new PackPlaceError('there is something that is no folder');
  if (stood !== null && (await readdir(place)).length > 0)
    throw new PackPlaceError('the folder is not empty');
  const around = await lstat(dirname(place)).catch(absent);
  if (around === null) throw new PackPlaceError('the folder that it is to stand in is not there');
}

function absent(error: unknown): null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return null;
  if (code === 'ENOTDIR') throw new PackPlaceError('the folder that it is to stand in is no folder');
  throw error;
}

/** @returns its size and hash, once its bytes are durable. */
export type PutFile = (file: EvidenceFile) => Promise<PackedFile>;

/**
 * Makes a folder that is there whole or not at all, for its owner's eyes alone (0700, files 0600): beside its place, every
 * file synced, then renamed. Whatever fails leaves nothing behind.
 *
 * @param beginAt told where it is written until then, before anything is there: whoever ends the process from then on
 *   MUST remove that.
 * @throws PackPlaceError, and what the file system or `fill` throws.
 */
export async function writePack<Made>(
  out: string,
  random: RandomBytes,
  beginAt: (temporary: string) => void,
  fill: (put: PutFile) => Promise<Made>,
): Promise<Made> {
  await expectPackPlace(out);
  const place = resolve(out);
  const name = `.${basename(place)}.${Buffer.from(random(6)).toString('hex')}`;
  const temporary = join(dirname(place), name);
  beginAt(temporary);
  makeFolder(temporary);
  let made: Made;
  try {
    const folders = new Set([temporary]);
    made = await fill(async (file) => {
      if (!isPackPath(file.path)) throw new RangeError('a path that leads out of the pack');
      const target = join(temporary, file.path);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      for (let at = dirname(target); !folders.has(at); at = dirname(at)) folders.add(at);
      return putFile(target, file);
    });
    for (const folder of folders) await syncFolder(folder);
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (isTaken(error)) throw new PackPlaceError('something came to stand there meanwhile');
    throw error;
  }
  await syncFolder(dirname(place));
  return made;
}

/** At once: one that is under way could still be made behind whoever removes it. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch {
    throw new PackPlaceError('nothing can be written there');
  }
}

async function putFile(target: string, { path, pieces }: EvidenceFile): Promise<PackedFile> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(target, 'wx', 0o600);
  try {
    for await (const block of inBlocks(pieces())) {
      hash.update(block);
      size += block.length;
      await file.appendFile(block);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { path, size, sha256: hash.digest('hex') };
}

const BLOCK = 256 * 1024;

/** Pieces may be a line each: they are written together. */
async function* inBlocks(pieces: ReturnType<EvidenceFile['pieces']>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece);
    held.push(bytes);
    size += bytes.length;
    if (size < BLOCK) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  yield Buffer.concat(held);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

function isTaken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(code);
}
