import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = process.env.PHIELD_SAMPLES ?? resolve(import.meta.dirname, '..', '..', '..', 'shared', 'data');

/** Where an archive of samples is, if it is there: they are never part of the repository. */
export function sampleArchive(name: string): string {
  return join(FOLDER, `${name}.tar.gz`);
}

/** Why a test cannot read these archives, to be printed; `null` when it can. */
export function missingSamples(names: readonly string[]): string | null {
  return names.every((name) => existsSync(sampleArchive(name)))
    ? null
    : 'sample archives not found; set PHIELD_SAMPLES to their folder';
}
