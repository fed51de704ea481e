import { largestPowerBelow, type TileHashes } from './tile-hashes.ts';

/**
 * RFC 6962 §2.1.1: the audit path of entry `index` in the log of `tiles.size`, lowest node first.
 * @throws RangeError for an index beyond the log; DataIntegrityError when a tile is missing or has another size.
 */
export async function proveInclusion(tiles: TileHashes, index: number): Promise<readonly Uint8Array[]> {
  if (!Number.isSafeInteger(index) || index < 0 || index >= tiles.size) throw new RangeError('no such entry');
  const siblings: Promise<Uint8Array>[] = [];
  let start = 0;
  let end = tiles.size;
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start);
    if (index < middle) {
      siblings.push(tiles.root(middle, end));
      end = middle;
    } else {
      siblings.push(tiles.root(start, middle));
      start = middle;
    }
  }
  return (await Promise.all(siblings)).reverse();
}

/**
 * RFC 6962 §2.1.2: that the log of `first` entries is the beginning of that of `tiles.size`. Empty for 0 and for the
 * same size.
 * @throws RangeError for a larger first size; DataIntegrityError when a tile is missing or has another size.
 */
export async function proveConsistency(tiles: TileHashes, first: number): Promise<readonly Uint8Array[]> {
  const { size } = tiles;
  if (!Number.isSafeInteger(first) || first < 0 || first > size) throw new RangeError('no such size');
  if (first === 0 || first === size) return [];
  const nodes: Promise<Uint8Array>[] = [];
  let start = 0;
  let end = size;
  while (first !== end) {
    const middle = start + largestPowerBelow(end - start);
    if (first <= middle) {
      nodes.push(tiles.root(middle, end));
      end = middle;
    } else {
      nodes.push(tiles.root(start, middle));
      start = middle;
    }
  }
  // A first tree that is itself a node of the second's needs no word about its root: whoever checks has it.
  if (start > 0) nodes.push(tiles.root(start, end));
  return (await Promise.all(nodes)).reverse();
}
