import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** What was asked for is not in the repository; the message names it. */
export class GitRefError extends Error {
  override readonly name = 'GitRefError';
}

/**
 * Folders as a commit has them, laid out anew for as long as `use` runs. Nothing of the working tree is touched.
 * @param ref branch, tag or commit.
 * @param folders as they are now; each may lie in a repository of its own. Their names are kept, since places show them.
 * @throws GitRefError without git, a repository, the ref or the folder in it.
 */
export async function withGitRef<T>(
  ref: string,
  folders: readonly string[],
  use: (folders: readonly string[]) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'phield-ref-'));
  try {
    return await use(
      await Promise.all(folders.map((folder, index) => layOut(ref, folder, join(root, `${index}`)))),
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Files of the folder alone, as the schema and the tenants are read: no folders in it, no links. */
async function layOut(ref: string, folder: string, into: string): Promise<string> {
  // A link to the folder may lead into another repository.
  const now = await realpath(folder).catch(() => resolve(folder));
  const [parent, name] = [dirname(now), basename(now)];
  const commit = await commitOf(ref, parent);
  const tree = await git(parent, 'ls-tree', '-z', `${commit}:./${name}`).catch((error: unknown) => {
    if (error instanceof GitFailure) throw new GitRefError(`${ref} has no folder ${name}`);
    throw error;
  });
  const target = join(into, basename(resolve(folder)));
  await mkdir(target, { recursive: true });
  for (const entry of tree.toString('utf8').split('\0')) {
    const [, mode, object = '', file = ''] = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
    if (mode === undefined) continue;
    if (mode === LINK) throw new GitRefError(`${name}/${file} of ${ref} is a link, which is not followed`);
    await writeFile(join(target, file), await git(parent, 'cat-file', 'blob', object));
  }
  return target;
}

const LINK = '120000';

async function commitOf(ref: string, folder: string): Promise<string> {
  await git(folder, 'rev-parse', '--git-dir').catch((error: unknown) => {
    if (error instanceof GitFailure) throw new GitRefError(`${basename(folder)} is in no git repository`);
    throw error;
  });
  try {
    const asked = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
    return (await git(folder, ...asked)).toString('utf8').trim();
  } catch (error) {
    if (error instanceof GitFailure) throw new GitRefError(`git knows no ${ref}`);
    throw error;
  }
}

/** Git ran and said no. */
class GitFailure extends Error {}

/** A schema of one file may be long; more than this is none. */
const LARGEST = 64 * 1024 * 1024;

function git(folder: string, ...asked: readonly string[]): Promise<Buffer> {
  return new Promise((done, failed) => {
    execFile('git', ['-C', folder, ...asked], { encoding: 'buffer', maxBuffer: LARGEST }, (error, out) => {
      if (error === null) done(out);
      else if (error.code === 'ENOENT') failed(new GitRefError('git is not installed'));
      else failed(new GitFailure('git refused'));
    });
  });
}
