import type { SealedBatch } from '../chain/batch.ts';
import { leafHash } from '../hash.ts';
import { writeBundle } from './entry-bundle.ts';
import type { LoadedLog } from './load-log.ts';
import { TILE_WIDTH, tilePath } from './tile-path.ts';
import type { LogObject } from './write-objects.ts';
import { takeBatch, type WriterPlace } from './writer-places.ts';

export interface Grown {
  readonly bundles: readonly LogObject[];
  readonly tiles: readonly LogObject[];
  /** The log as it is once its checkpoint is out. */
  readonly log: Omit<LoadedLog, 'checkpoint'>;
}

/**
 * Appends each batch's records and then its head (docs/ledger-log.md, "Entries"). The same batches behind the same
 * log give the same bytes, whoever does it. `log.tree` goes on from here: it MUST NOT be used again if this fails.
 */
export function growLog(log: LoadedLog, batches: readonly SealedBatch[]): Grown {
  const { tree } = log;
  const places = new Map<string, WriterPlace>(log.places);
  const bundles: LogObject[] = [];
  let tail = [...log.tail];

  const flush = () => {
    const index = Math.ceil(tree.size / TILE_WIDTH) - 1;
    bundles.push({
      path: tilePath({ level: 'entries', index, width: tail.length }),
      bytes: writeBundle(tail),
    });
  };
  const append = (entry: Uint8Array) => {
    tree.append(leafHash(entry));
    tail.push(entry);
    if (tail.length < TILE_WIDTH) return;
    flush();
    tail = [];
  };

  for (const batch of batches) {
    for (const record of batch.records) append(record);
    append(batch.sealed);
    takeBatch(places, batch);
  }
  if (tail.length > 0) flush();
  const tiles = tree.takeTiles().map(({ place, bytes }) => ({ path: tilePath(place), bytes }));
  return { bundles, tiles, log: { size: tree.size, root: tree.root(), tree, tail, places } };
}
