import { UpstreamUnavailableError } from '../../errors.ts';
import { readSignedLine } from '../chain/signed-line.ts';
import type { EntrySource, LedgerEntry } from './entry-source.ts';
import { IndexDamagedError } from './index-damaged-error.ts';
import type { IndexState } from './ledger-index.ts';

/** What an update needs of an index, in this thread or in another. */
export interface UpdatedIndex {
  state(): IndexState | Promise<IndexState>;
  absorb(chunk: readonly LedgerEntry[]): number | Promise<number>;
  expectLast(entry: LedgerEntry | null): void | Promise<void>;
}

/** Entries of one transaction, or as many as come to this many bytes. */
const CHUNK_ENTRIES = 1024;
const CHUNK_BYTES = 4 * 1024 * 1024;
/** No batch of ours comes near it. */
const MOST_BYTES = 64 * 1024 * 1024;
/** A file that is damaged again right after it was made is a matter of the disk. */
const ATTEMPTS = 3;

/**
 * Brings the index up to the log's size at the time of the call. Begins anew where the index is damaged, or of
 * another log than this.
 */
export async function updateIndex(index: UpdatedIndex, source: EntrySource): Promise<IndexState> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await bringUp(index, source);
    } catch (error) {
      if (!(error instanceof IndexDamagedError) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function bringUp(index: UpdatedIndex, source: EntrySource): Promise<IndexState> {
  const before = await index.state();
  const size = await source.size();
  // No log ever has that few again: its checkpoint is gone, and what is known of it stays.
  if (size === 0 && before.size > 0) throw new UpstreamUnavailableError('the log has no checkpoint any more');
  if (size < before.size) await index.expectLast(null);
  if (size === before.size) return before;
  let position = before.size;
  let chunk: LedgerEntry[] = [];
  let bytes = 0;
  const absorb = async (count: number) => {
    if (count === 0) return;
    const taken = await index.absorb(chunk.slice(0, count));
    chunk = chunk.slice(count);
    if (taken < position - chunk.length) throw new IndexDamagedError('begun anew meanwhile');
    bytes = chunk.reduce((sum, entry) => sum + (entry.bytes?.length ?? 0), 0);
  };
  for await (const entry of source.entries(Math.max(0, position - 1))) {
    if (entry.index < before.size) {
      await index.expectLast(entry);
      continue;
    }
    if (entry.index !== position) throw new Error('the log leaves an entry out');
    chunk.push(entry);
    position += 1;
    bytes += entry.bytes?.length ?? 0;
    const isFull = chunk.length >= CHUNK_ENTRIES || bytes >= CHUNK_BYTES;
    if (isFull && isHead(entry)) await absorb(chunk.length);
    else if (bytes >= MOST_BYTES || (isFull && entry.bytes === null)) await absorb(chunk.length);
  }
  await absorb(chunk.length);
  return index.state();
}

/**
 * A batch is in the index with all of its records or with none, so that its writer's last number says which records
 * are still to be looked for in the segments.
 */
function isHead({ bytes }: LedgerEntry): boolean {
  return bytes !== null && readSignedLine(bytes) !== null;
}
