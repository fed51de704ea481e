import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { loadSdl } from '../../directives/load-sdl.ts';
import type { SdlFile } from '../../directives/read-sdl.ts';
import { isTenantFile } from '../access/is-tenant-file.ts';
import type { DiffTexts } from './diff-side.ts';

/** What was named cannot be read; the text says why. */
export class DiffSourceError extends Error {}

/** Where a side's folders are, from its root on. */
export interface DiffFolders {
  /** Working copy that git refs are read from. */
  readonly repository: string;
  readonly schema: string;
  readonly tenants: string;
}

/** Bytes that one file of a ref may have. */
const MOST_BYTES = 16 * 1024 * 1024;
const run = promisify(execFile);

/**
 * A schema file, a folder of them, a folder that has `schema/` (and `tenants/`) in it, or a git ref.
 * @throws DiffSourceError
 */
export async function readDiffSource(name: string, folders: DiffFolders): Promise<DiffTexts> {
  if (/^[a-z]+:\/\//i.test(name)) {
    throw new DiffSourceError(`${name}: a running gateway is named by http:// or https://`);
  }
  const found = await stat(name).catch(() => null);
  if (found === null) return readRef(name, folders);
  if (found.isFile()) {
    return { name, schema: [{ name: basename(name), body: await readFile(name, 'utf8') }], tenants: null };
  }
  const inside = join(name, folders.schema);
  const isRoot = (await stat(inside).catch(() => null))?.isDirectory() ?? false;
  const schema = await loadSdl(isRoot ? inside : name).catch(() => {
    throw new DiffSourceError(`${name}: no *.graphql file in it, nor in its ${folders.schema}/`);
  });
  return { name, schema, tenants: isRoot ? await readTenantFiles(name, folders.tenants) : null };
}

async function readTenantFiles(root: string, folder: string): Promise<readonly SdlFile[] | null> {
  const names = await readdir(join(root, folder)).catch(() => null);
  if (names === null) return null;
  return Promise.all(
    names
      .filter(isTenantFile)
      .toSorted()
      .map(async (name) => ({
        name: `${basename(folder)}/${name}`,
        body: await readFile(join(root, folder, name), 'utf8'),
      })),
  );
}

/** Both folders as they are in a commit; what is in the working copy does not count. */
async function readRef(name: string, { repository, schema, tenants }: DiffFolders): Promise<DiffTexts> {
  const git = async (...args: readonly string[]) =>
    (await run('git', ['-C', repository, ...args], { maxBuffer: MOST_BYTES })).stdout;
  const commit = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`).catch(
    () => {
      throw new DiffSourceError(`${name}: no such file, folder or git ref`);
    },
  );
  const id = commit.trim();
  const filesOf = async (
    folder: string,
    wanted: (file: string) => boolean,
  ): Promise<readonly SdlFile[] | null> => {
    const listed = await git('ls-tree', '-z', '--name-only', id, `${folder.replace(/\/+$/, '')}/`);
    // Git keeps no empty folder.
    if (listed === '') return null;
    const paths = listed.split('\0').filter((path) => path !== '' && wanted(basename(path)));
    return Promise.all(
      paths.toSorted().map(async (path) => ({
        name: `${basename(folder)}/${basename(path)}`,
        body: await git('show', `${id}:./${path}`),
      })),
    );
  };
  const files = await filesOf(schema, (file) => file.endsWith('.graphql'));
  if (files === null || files.length === 0) {
    throw new DiffSourceError(`${name}: no *.graphql file in its ${schema}/`);
  }
  return { name, schema: files, tenants: await filesOf(tenants, isTenantFile) };
}
