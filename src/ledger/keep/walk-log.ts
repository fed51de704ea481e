import { DataIntegrityError } from '../../errors.ts';
import { leafHash } from '../hash.ts';
import { readBundle } from '../log/entry-bundle.ts';
import type { LogStore } from '../log/log-store.ts';
import { LogTree } from '../log/log-tree.ts';
import { HASH_BYTES, TILE_WIDTH, tilePath } from '../log/tile-path.ts';

export interface WalkedBundle {
  readonly index: number;
  /** First entry's place in the log. */
  readonly start: number;
  /** `null`: pruned, and its hashes alone are left. */
  readonly entries: readonly Uint8Array[] | null;
  /** `leafHash` of each entry. */
  readonly hashes: readonly Uint8Array[];
}

/** What was read is not the log that the checkpoint tells of. */
export class LogDiffersError extends DataIntegrityError {}

/**
 * All of a log of one size, bundle by bundle; each full bundle is compared with its tile of hashes.
 * @throws LogDiffersError at the first difference, or at the end when the root is another: what was given before
 *   MUST NOT be acted upon until the walk has ended without.
 */
export async function* walkLog(
  store: Pick<LogStore, 'get'>,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
): AsyncGenerator<WalkedBundle> {
  const tree = new LogTree();
  for (let index = 0; index * TILE_WIDTH < size; index += 1) {
    const start = index * TILE_WIDTH;
    const width = Math.min(TILE_WIDTH, size - start);
    const entries = await entriesOf(store, index, width);
    const tile = width === TILE_WIDTH ? await store.get(tilePath({ level: 0, index, width })) : null;
    if (entries === null && tile === null) throw new LogDiffersError('a bundle is missing, and its tile too');
    const hashes = entries?.map(leafHash) ?? split(tile ?? new Uint8Array());
    if (tile !== null && Buffer.compare(Buffer.concat([...hashes]), tile) !== 0) {
      throw new LogDiffersError('a bundle is not what its tile says');
    }
    for (const hash of hashes) tree.append(hash);
    // What became full is handed out; nobody wants it here.
    tree.takeTiles();
    yield { index, start, entries, hashes };
  }
  if (Buffer.compare(tree.root(), root) !== 0) throw new LogDiffersError('the root is another');
}

async function entriesOf(
  store: Pick<LogStore, 'get'>,
  index: number,
  width: number,
): Promise<readonly Uint8Array[] | null> {
  const exact = await store.get(tilePath({ level: 'entries', index, width }));
  if (exact !== null) {
    const entries = readBundle(exact, width);
    if (entries === null) throw new LogDiffersError('a bundle is not whole');
    return entries;
  }
  if (width === TILE_WIDTH) return null;
  // The log has grown since, and a longer bundle has taken the place of the partial one.
  const grown = await store.get(tilePath({ level: 'entries', index, width: TILE_WIDTH }));
  const entries = grown === null ? null : readBundle(grown, TILE_WIDTH);
  if (entries === null) throw new LogDiffersError('the last bundle is missing');
  return entries.slice(0, width);
}

function split(tile: Uint8Array): readonly Uint8Array[] {
  if (tile.length !== TILE_WIDTH * HASH_BYTES) throw new LogDiffersError('a tile has another size');
  return Array.from({ length: TILE_WIDTH }, (_, at) => tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}
