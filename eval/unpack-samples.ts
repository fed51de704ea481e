import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ARCHIVES = process.env.PHIELD_SAMPLES ?? resolve(import.meta.dirname, '..', '..', 'shared', 'data');

export interface UnpackedSamples {
  readonly folder: string;
  dispose(): Promise<void>;
}

/**
 * Unpacks every archive of the samples into one folder of its own. They are never part of the repository; a folder
 * that does not exist gives no samples.
 */
export async function unpackSamples(): Promise<UnpackedSamples> {
  const folder = await mkdtemp(join(tmpdir(), 'phield-eval-'));
  const names = existsSync(ARCHIVES)
    ? (await readdir(ARCHIVES)).filter((name) => name.endsWith('.tar.gz'))
    : [];
  for (const name of names) {
    await promisify(execFile)('tar', ['-xzf', join(ARCHIVES, name), '-C', await target(folder, name)]);
  }
  return { folder, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/** Text holds three folders of its own; every other archive is one folder already. */
async function target(folder: string, archive: string): Promise<string> {
  if (archive !== 'text.tar.gz') return folder;
  const text = join(folder, 'text');
  await mkdir(text, { recursive: true });
  return text;
}
