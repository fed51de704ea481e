import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

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
    const archive = join(root, 'version.tar');
    await run('git', ['-C', home, 'archive', '--format=tar', '--output', archive, commit]);
    await run('tar', ['-x', '-f', archive, '-C', root]);
    await rm(archive);
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
    return (await run('git', asked)).stdout.trim();
  } catch {
    throw new Error(`--against: git knows no commit ${ref}`);
  }
}
