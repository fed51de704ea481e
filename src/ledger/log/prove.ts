import { DataIntegrityError } from '../../errors.ts';
import { leafHash } from '../hash.ts';
import { holdsInclusion } from './check-proofs.ts';
import { openCheckpoint } from './checkpoint.ts';
import { entriesFrom, type LogName } from './load-log.ts';
import type { LogStore } from './log-store.ts';
import { proveInclusion } from './proofs.ts';
import { TileHashes } from './tile-hashes.ts';
import { CHECKPOINT_PATH, TILE_WIDTH } from './tile-path.ts';

/** All it takes to check offline that an entry is in the log. */
export interface InclusionProof {
  readonly index: number;
  /** The entry's bytes. */
  readonly entry: Uint8Array;
  /** RFC 6962 §2.1.1, lowest node first; each 32 bytes. */
  readonly hashes: readonly Uint8Array[];
  /** The signed note, with all cosignatures. */
  readonly checkpoint: Uint8Array;
}

/**
 * Proves entry `index` to be in the log of its newest checkpoint. What it gives was checked once: no proof that does
 * not hold leaves here.
 * @throws RangeError when the log is shorter. DataIntegrityError when its objects do not fit. UpstreamUnavailableError.
 */
export async function proveEntry(
  store: Pick<LogStore, 'get'>,
  name: LogName,
  index: number,
): Promise<InclusionProof> {
  const checkpoint = await store.get(CHECKPOINT_PATH);
  if (checkpoint === null) throw new RangeError('there is no log yet');
  const head = openCheckpoint(checkpoint, name.origin, name.keys);
  if (head === null) throw new DataIntegrityError('the checkpoint is not signed by the log');
  if (!Number.isSafeInteger(index) || index < 0 || index >= head.size) throw new RangeError('no such entry');
  const [entry, hashes] = await Promise.all([
    readEntry(store, index, head.size),
    proveInclusion(new TileHashes(store, head.size), index),
  ]);
  if (!holdsInclusion(head, index, leafHash(entry), hashes)) {
    throw new DataIntegrityError('the entry does not fit the checkpoint');
  }
  return { index, entry, hashes, checkpoint };
}

/** @param size of the checkpoint: which bundles are partial. @throws DataIntegrityError, RangeError. */
export async function readEntry(
  store: Pick<LogStore, 'get'>,
  index: number,
  size: number,
): Promise<Uint8Array> {
  const start = index - (index % TILE_WIDTH);
  const entries = await entriesFrom(store, start, Math.min(TILE_WIDTH, size - start));
  const entry = entries[index - start];
  if (entry === undefined) throw new RangeError('no such entry');
  return entry;
}
