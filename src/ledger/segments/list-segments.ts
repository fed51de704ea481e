import { readdir } from 'node:fs/promises';
import { parseSegmentName, segmentName } from './segment-format.ts';

/** There is no ledger at the place named. */
export class LedgerNotFoundError extends Error {}

/** Where the log lies, beside the segments. */
const LOG_FOLDER = 'log';

export interface LedgerFiles {
  /** Segments per writer, both ascending: writers by their start, segments by number. */
  readonly writers: ReadonlyMap<string, readonly number[]>;
  /** Names that are no segment's; the directory should hold none. */
  readonly strangers: readonly string[];
}

/** @throws LedgerNotFoundError when the directory is missing. */
export async function listSegments(directory: string): Promise<LedgerFiles> {
  const writers = new Map<string, number[]>();
  const strangers: string[] = [];
  for (const name of (await namesIn(directory)).sort()) {
    if (name === LOG_FOLDER) continue;
    const segment = parseSegmentName(name);
    // A name in any other spelling would be a second file for the same segment.
    if (segment === null || segmentName(segment.writer, segment.segment) !== name) strangers.push(name);
    else writers.set(segment.writer, [...(writers.get(segment.writer) ?? []), segment.segment]);
  }
  for (const segments of writers.values()) segments.sort((a, b) => a - b);
  return { writers, strangers };
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      throw new LedgerNotFoundError(`There is no ledger in ${directory} yet.`);
    }
    throw error;
  }
}
