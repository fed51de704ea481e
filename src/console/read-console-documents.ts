import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OwnDocument, ownDocument } from '../documents/own-documents.ts';

/** One operation of the console, with the fragments it needs: a file of its own. */
export interface ConsoleDocument extends OwnDocument {
  /** The file's, without its ending, such as `ledger-events`. */
  readonly name: string;
}

const FOLDER = join(import.meta.dirname, 'documents');
const ENDING = '.graphql';

/**
 * The console's operations as shipped, by name. The page is built with their ids from the same files, read the same way:
 * a checkout that ends lines otherwise changes no id.
 */
export async function readConsoleDocuments(folder: string = FOLDER): Promise<readonly ConsoleDocument[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n').trim();
      return Object.freeze({ ...ownDocument(text), name: name.slice(0, -ENDING.length) });
    }),
  );
}
