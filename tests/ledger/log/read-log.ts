import { readSealedHead } from '../../../src/ledger/chain/read-batch.ts';
import type { Vkey } from '../../../src/ledger/chain/vkey.ts';
import { openCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { readBundle } from '../../../src/ledger/log/entry-bundle.ts';
import { tilePath } from '../../../src/ledger/log/tile-path.ts';
import { mth } from './naive-tree.ts';

/** Every entry of the log, having checked them against its checkpoint by the recursive definition. */
export function readLog(objects: ReadonlyMap<string, Uint8Array>, key: Vkey): readonly Uint8Array[] {
  const checkpoint = openCheckpoint(objects.get('checkpoint') ?? Buffer.alloc(0), key.name, [key]);
  if (checkpoint === null) throw new Error('no checkpoint');
  const entries: Uint8Array[] = [];
  for (let start = 0; start < checkpoint.size; start += 256) {
    const width = Math.min(256, checkpoint.size - start);
    const bytes = objects.get(tilePath({ level: 'entries', index: start / 256, width }));
    const bundle = bytes === undefined ? null : readBundle(bytes, width);
    if (bundle === null) throw new Error(`no bundle at ${start}`);
    entries.push(...bundle);
  }
  if (Buffer.compare(mth(entries), checkpoint.root) !== 0) throw new Error('the root does not fit');
  return entries;
}

/** `writer-tail:seq` of each batch in the log's order. */
export function batchesIn(entries: readonly Uint8Array[]): readonly string[] {
  return entries.flatMap((entry) => {
    const head = readSealedHead(entry);
    return head === null ? [] : [`${head.writer}:${head.seq}`];
  });
}
