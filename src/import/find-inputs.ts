import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { InputFile } from './input-file.ts';

/** Names taken from a folder. A file named by itself may be called anything. */
const FHIR_FILE = /\.(json|ndjson|jsonl)(\.gz)?$/i;
const CHUNK_BYTES = 256 * 1024;

export interface FoundInputs {
  readonly files: readonly InputFile[];
  /** Paths that cannot be read. */
  readonly unreadable: readonly string[];
  /** Files of a folder whose name is none of FHIR data. */
  readonly ignored: number;
}

/** Files under the given paths; folders whole and deep, sorted by name. Links to folders are not followed. */
export async function findInputs(paths: readonly string[]): Promise<FoundInputs> {
  const files: InputFile[] = [];
  const unreadable: string[] = [];
  let ignored = 0;
  for (const path of paths) await add(path, true);
  return { files, unreadable, ignored };

  async function add(path: string, named: boolean): Promise<void> {
    try {
      const found = await stat(path);
      if (found.isDirectory()) {
        const entries = await readdir(path, { withFileTypes: true });
        entries.sort((a, b) => (a.name < b.name ? -1 : 1));
        for (const entry of entries) {
          if (entry.isDirectory() || entry.isFile()) await add(join(path, entry.name), false);
          else if (entry.isSymbolicLink() && (await isFile(join(path, entry.name)))) {
            await add(join(path, entry.name), false);
          }
        }
      } else if (named || FHIR_FILE.test(path)) {
        files.push(diskFile(path, found.size));
      } else {
        ignored += 1;
      }
    } catch {
      unreadable.push(path);
    }
  }
}

export function diskFile(path: string, size: number): InputFile {
  return { name: path, size, read: () => createReadStream(path, { highWaterMark: CHUNK_BYTES }) };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path)).isFile();
}
