import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A copy of the repository in which a file may be changed for a while. */
export interface ScratchCopy {
  readonly root: string;
  /** Changes one file, runs, and puts the file back. */
  withChange<T>(file: string, change: (source: string) => string, run: () => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** Copies what git knows or would take in, as it stands now; packages are linked. */
export async function scratchCopy(repository: string): Promise<ScratchCopy> {
  const root = await mkdtemp(join(tmpdir(), 'phield-guards-'));
  for (const file of await filesOf(repository)) {
    const target = join(root, file);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(repository, file), target).catch(ignoreMissing);
  }
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'));
  return Object.freeze({
    root,
    async withChange<T>(file: string, change: (source: string) => string, run: () => Promise<T>): Promise<T> {
      const path = join(root, file);
      const source = await readFile(path, 'utf8');
      const changed = change(source);
      try {
        await writeFile(path, changed);
        return await run();
      } finally {
        await writeFile(path, source);
      }
    },
    remove: () => rm(root, { recursive: true, force: true }),
  });
}

async function filesOf(repository: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: repository, maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout.split('\0').filter((file) => file !== '');
}

/** Deleted in the working tree, though not yet for git. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}
