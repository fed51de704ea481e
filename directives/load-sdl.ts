import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { SdlFile } from './read-sdl.ts';

/**
 * Every `*.graphql` of a folder, in the order of their names. Names are given from the folder on
 * (`schema/access.graphql`), so that they read the same on every machine.
 * @throws Error of node:fs when the folder cannot be read; Error when it holds no schema.
 */
export async function loadSdl(folder: string): Promise<readonly SdlFile[]> {
  const root = resolve(folder);
  const names = (await readdir(root)).filter((name) => name.endsWith('.graphql')).sort();
  if (names.length === 0) throw new Error('No *.graphql file in the schema folder.');
  const files = names.map(async (name) =>
    Object.freeze({ name: `${basename(root)}/${name}`, body: await readFile(join(root, name), 'utf8') }),
  );
  return Object.freeze(await Promise.all(files));
}
