import { randomUUID } from 'node:crypto';
import { link, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UpstreamUnavailableError } from '../../errors.ts';
import { readIfThere } from '../../read-if-there.ts';
import { nodeFiles } from '../segments/node-files.ts';
import { CheckpointFiles } from './checkpoint-files.ts';
import { createDirectorySync } from './directory-sync.ts';
import type { LogStore } from './log-store.ts';
import { CHECKPOINT_PATH, parseTilePath } from './tile-path.ts';

export interface FolderStoreOptions {
  /** Holds `checkpoint`, `tile/` and `plan/`, and nothing else. */
  readonly directory: string;
  /** Drafts and the order of checkpoints; on the same file system. */
  readonly state: string;
}

/** Drafts that a killed process left. */
const OLD_DRAFT_MS = 3_600_000;

/**
 * The log in a folder. An object is written as a draft, synced, and linked to its name: link(2) refuses a name that
 * is taken, and nobody ever sees half an object. Its directory is synced before `create` resolves.
 * @throws UpstreamUnavailableError when the folders cannot be made.
 */
export async function openFolderStore({ directory, state }: FolderStoreOptions): Promise<LogStore> {
  const syncDirectory = createDirectorySync(nodeFiles.syncDirectory);
  const made = new Set<string>();

  async function makeDirectory(path: string): Promise<void> {
    if (made.has(path)) return;
    await nodeFiles.makeDirectory(path);
    made.add(path);
  }

  async function writeDraft(bytes: Uint8Array): Promise<string> {
    const draft = join(state, `draft-${randomUUID()}`);
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    return draft;
  }

  async function createFile(path: string, bytes: Uint8Array): Promise<'created' | 'exists'> {
    const draft = await writeDraft(bytes);
    try {
      await link(draft, path);
      return 'created';
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return 'exists';
      throw error;
    } finally {
      await unlink(draft);
      // Also for a name that is taken: whoever took it may not have come to this yet.
      await syncDirectory(dirname(path));
    }
  }

  async function publish(bytes: Uint8Array): Promise<void> {
    const path = join(directory, CHECKPOINT_PATH);
    const present = await readIfThere(path);
    if (present !== null && Buffer.compare(present, bytes) === 0) return;
    await rename(await writeDraft(bytes), path);
    await syncDirectory(directory);
  }

  const checkpoints = new CheckpointFiles({
    directory: state,
    createFile,
    publish,
    published: () => readIfThere(join(directory, CHECKPOINT_PATH)),
  });

  await refused(async () => {
    await makeDirectory(directory);
    await makeDirectory(state);
    await removeOldDrafts(state);
    await checkpoints.publish();
  });
  return Object.freeze({
    get: (path: string) =>
      refused(() =>
        path === CHECKPOINT_PATH ? checkpoints.current() : readIfThere(placeOf(directory, path)),
      ),
    create: (path: string, bytes: Uint8Array) =>
      refused(async () => {
        const place = placeOf(directory, path);
        await makeDirectory(dirname(place));
        return createFile(place, bytes);
      }),
    replaceCheckpoint: (bytes: Uint8Array, expected: Uint8Array | null) =>
      refused(() => checkpoints.replace(bytes, expected)),
    remove: (path: string) =>
      refused(async () => {
        await unlink(placeOf(directory, path)).catch((error: unknown) => {
          if (!hasCode(error, 'ENOENT')) throw error;
        });
      }),
  });
}

/** @throws RangeError for anything but a tile, a bundle or a plan: a path must not lead out of the folder. */
function placeOf(directory: string, path: string): string {
  if (parseTilePath(path) === null && !/^plan\/(0|[1-9]\d{0,15})$/.test(path)) {
    throw new RangeError('no path of a log');
  }
  return join(directory, path);
}

async function removeOldDrafts(state: string): Promise<void> {
  for (const name of await readdir(state)) {
    if (!name.startsWith('draft-')) continue;
    const path = join(state, name);
    // Another process may be as tidy.
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > OLD_DRAFT_MS) await unlink(path).catch(() => undefined);
  }
}

/** Errors of the file system bear paths, which are no matter of whoever asked. */
async function refused<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
      throw new UpstreamUnavailableError(`the log's folder: ${error.code}`);
    }
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
