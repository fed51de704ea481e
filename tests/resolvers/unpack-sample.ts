import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { missingSamples, sampleArchive } from '../support/sample-archives.ts';

export const SAMPLE_ARCHIVES: readonly string[] = [
  'fhir-synthea-2019-smart',
  'fhir-bulk-10-patients',
  'fhir-inferno-uscore',
];

/** Why samples cannot be read here, or `null` when they can. They are never part of the repository. */
export const NO_SAMPLES: string | null = missingSamples(SAMPLE_ARCHIVES);

/** Every resource of an archive's Bundles and NDJSON files, unpacked into a folder that is removed again. */
export async function readSample(name: string): Promise<readonly Record<string, unknown>[]> {
  const folder = await mkdtemp(join(tmpdir(), 'phield-sample-'));
  try {
    await promisify(execFile)('tar', ['-xzf', sampleArchive(name), '-C', folder]);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && /\.(json|ndjson)$/.test(entry.name));
    const texts = await Promise.all(
      files.map(async ({ parentPath, name: file }) => ({
        file,
        text: await readFile(join(parentPath, file), 'utf8'),
      })),
    );
    return texts.flatMap(({ file, text }) => (file.endsWith('.ndjson') ? readLines(text) : readBundle(text)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readLines(text: string): readonly Record<string, unknown>[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : objects([JSON.parse(line)])));
}

function readBundle(text: string): readonly Record<string, unknown>[] {
  const [bundle] = objects([JSON.parse(text)]);
  if (!Array.isArray(bundle?.entry)) return bundle === undefined ? [] : [bundle];
  return objects(bundle.entry).flatMap((entry) => objects([entry.resource]));
}

function objects(values: readonly unknown[]): readonly Record<string, unknown>[] {
  return values.filter(
    (value): value is Record<string, unknown> => typeof value === 'object' && value !== null,
  );
}
