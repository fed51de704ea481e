import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { type ManifestEntry, ManifestRefusedError } from '../documents/manifest-entry.ts';
import { PUBLISH_LIMITS } from '../documents/publish-limits.ts';
import { readManifest } from '../documents/read-manifest.ts';
import { type OperationFile, readOperationFiles } from '../documents/read-operation-files.ts';

const GRAPHQL = Object.freeze(['.graphql', '.gql']);

/**
 * The operations of files: manifests end in `.json`, GraphQL in `.graphql` or `.gql`; fragments may stand in files of
 * their own.
 * @throws ManifestRefusedError with file and place.
 */
export async function readDocumentFiles(names: readonly string[]): Promise<readonly ManifestEntry[]> {
  const entries: ManifestEntry[] = [];
  const operations: OperationFile[] = [];
  for (const name of names) {
    const text = await readText(name);
    const extension = extname(name).toLowerCase();
    if (extension === '.json') entries.push(...readManifest(name, text));
    else if (GRAPHQL.includes(extension)) operations.push({ name, text });
    else throw refused(name, 'expected a manifest (.json) or GraphQL (.graphql, .gql)');
  }
  return operations.length === 0 ? entries : [...entries, ...readOperationFiles(operations)];
}

async function readText(name: string): Promise<string> {
  const found = await stat(name).catch(() => null);
  if (found === null) throw refused(name, 'no such file');
  if (!found.isFile()) throw refused(name, 'not a file');
  if (found.size > PUBLISH_LIMITS.manifestBytes) {
    throw refused(name, `larger than ${PUBLISH_LIMITS.manifestBytes} bytes`);
  }
  const bytes = await readFile(name).catch(() => {
    throw refused(name, 'cannot be read');
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refused(name, 'not UTF-8');
  }
}

function refused(place: string, message: string): ManifestRefusedError {
  return new ManifestRefusedError([{ id: null, place, message }]);
}
