import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { isObject } from '../../src/fhir/fhir-json.ts';
import { sampleArchive } from '../support/sample-archives.ts';

/** One resource as the source has it, read without any of our readers. */
export interface SourceResource {
  readonly file: string;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly fullUrl: string | null;
}

export interface UnpackedSample {
  readonly folder: string;
  readonly source: readonly SourceResource[];
  dispose(): Promise<void>;
}

/** Unpacks an archive into a folder of its own, and reads it in the plainest way. */
export async function unpackSample(name: string): Promise<UnpackedSample> {
  const folder = await mkdtemp(join(tmpdir(), 'phield-sample-'));
  await promisify(execFile)('tar', ['-xzf', sampleArchive(name), '-C', folder]);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const source: SourceResource[] = [];
  for (const entry of entries.filter((each) => each.isFile()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(entry.parentPath, entry.name);
    if (!/\.(nd)?json$/.test(path)) continue;
    const text = await readFile(path, 'utf8');
    const values: unknown[] = path.endsWith('.ndjson')
      ? text.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [{ resource: JSON.parse(line) }]))
      : entriesOf(JSON.parse(text));
    for (const value of values) {
      if (!isObject(value) || !isObject(value.resource)) throw new Error(`unexpected content in ${path}`);
      const fullUrl = typeof value.fullUrl === 'string' ? value.fullUrl : null;
      source.push({ file: basename(path), resource: value.resource, fullUrl });
    }
  }
  return { folder, source, dispose: () => rm(folder, { recursive: true, force: true }) };
}

function entriesOf(bundle: unknown): unknown[] {
  return isObject(bundle) && Array.isArray(bundle.entry) ? bundle.entry : [];
}
