import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

/** Another version of this repository, as committed, beside the working tree. */
export interface ArchivedVersion {
  /** Full hash. */
  readonly commit: string;
  /** Its files, with the working tree's packages. */
  readonly root: string;
  remove(): Promise<void>;
}

/**
 * Unpacks a version into a temporary folder.
 * @param ref anything git takes for a commit.
 * @throws when git knows no such commit.
 */
export async function unpackVersion(home: string, ref: string): Promise<ArchivedVersion> {
  const commit = await commitOf(home, ref);
  const root = await mkdtemp(join(tmpdir(), 'phield-version-'));
  const remove = () => rm(root, { recursive: true, force: true });
  try {
    const archive = spawn('git', ['-C', home, 'archive', '--format=tar', commit], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const unpack = spawn('tar', ['-x', '-C', root], { stdio: ['pipe', 'inherit', 'inherit'] });
    const ended = Promise.all([once(archive, 'exit'), once(unpack, 'exit')]);
    await pipeline(archive.stdout, unpack.stdin);
    const codes = (await ended).map(([code]) => code);
    if (codes.some((code) => code !== 0)) throw new Error(`unpacking ${commit} ended with ${codes.join()}`);
    await symlink(join(home, 'node_modules'), join(root, 'node_modules'));
  } catch (error) {
    await remove();
    throw error;
  }
  return { commit, root, remove };
}

async function commitOf(home: string, ref: string): Promise<string> {
  const asked = ['-C', home, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  try {
    return (await promisify(execFile)('git', asked)).stdout.trim();
  } catch {
    throw new Error(`--against: git knows no commit ${ref}`);
  }
}
