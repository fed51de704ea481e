import { EMPTY_ROOT, nodeHash } from '../hash.ts';
import { HASH_BYTES, hashesAt, TILE_WIDTH, type TilePlace } from './tile-path.ts';

export interface Tile {
  readonly place: TilePlace;
  readonly bytes: Uint8Array;
}

/**
 * The tree's right edge: of each level of tiles the one that is being filled. That is all it takes to append (RFC
 * 6962 §2.1) and to know the root; what is full is handed out once.
 */
export class LogTree {
  #size = 0;
  /** Of each level the hashes of its last tile, 8,192 bytes with room for what is to come. */
  readonly #edge: Buffer[] = [];
  #full: Tile[] = [];

  /** @param edge of each level the hashes of its partial tile, as `hashesAt` counts them. @throws RangeError. */
  static at(size: number, edge: readonly Uint8Array[]): LogTree {
    const tree = new LogTree();
    tree.#size = size;
    for (let level = 0; hashesAt(level, size) > 0; level += 1) {
      const hashes = edge[level] ?? Buffer.alloc(0);
      if (hashes.length !== tree.#width(level) * HASH_BYTES) throw new RangeError('the edge does not fit');
      const tile = Buffer.alloc(TILE_WIDTH * HASH_BYTES);
      tile.set(hashes);
      tree.#edge.push(tile);
    }
    return tree;
  }

  get size(): number {
    return this.#size;
  }

  /** @param leaf `leafHash` of the entry. */
  append(leaf: Uint8Array): void {
    this.#put(0, leaf);
    this.#size += 1;
  }

  #put(level: number, hash: Uint8Array): void {
    let tile = this.#edge[level];
    if (tile === undefined) {
      tile = Buffer.alloc(TILE_WIDTH * HASH_BYTES);
      this.#edge[level] = tile;
    }
    const count = hashesAt(level, this.#size);
    const width = count % TILE_WIDTH;
    tile.set(hash, width * HASH_BYTES);
    if (width < TILE_WIDTH - 1) return;
    const index = Math.floor(count / TILE_WIDTH);
    this.#full.push({ place: { level, index, width: TILE_WIDTH }, bytes: Buffer.from(tile) });
    this.#put(level + 1, perfectRoot(tile, 0, TILE_WIDTH));
  }

  #width(level: number): number {
    return hashesAt(level, this.#size) % TILE_WIDTH;
  }

  /** RFC 6962 §2.1: 32 bytes. */
  root(): Uint8Array {
    let root: Uint8Array | null = null;
    for (const [level, tile] of this.#edge.entries()) root = foldTile(tile, this.#width(level), root);
    // A tree of one entry is a place in the edge itself, which is written over.
    return root === null ? EMPTY_ROOT : Buffer.from(root);
  }

  /** What became full since the last call, in order, and each level's partial tile as it is now. */
  takeTiles(): readonly Tile[] {
    const full = this.#full;
    this.#full = [];
    const partial = this.#edge.flatMap((tile, level): Tile[] => {
      const width = this.#width(level);
      if (width === 0) return [];
      const index = Math.floor(hashesAt(level, this.#size) / TILE_WIDTH);
      return [{ place: { level, index, width }, bytes: Buffer.from(tile.subarray(0, width * HASH_BYTES)) }];
    });
    return [...full, ...partial];
  }
}

/**
 * RFC 6962 §2.1 splits at the largest power of two, so the root is the perfect subtrees folded from the right; those
 * of a level stand left of all that lower levels hold.
 * @param right what stands to the right of this tile's first `width` hashes.
 */
function foldTile(tile: Uint8Array, width: number, right: Uint8Array | null): Uint8Array | null {
  let root = right;
  let end = width;
  for (let span = 1; end > 0; span *= 2) {
    if (end % (span * 2) === 0) continue;
    end -= span;
    const left = perfectRoot(tile, end, span);
    root = root === null ? left : nodeHash(left, root);
  }
  return root;
}

/** Root over `span` hashes from `from` on; `span` is a power of two. */
export function perfectRoot(hashes: Uint8Array, from: number, span: number): Uint8Array {
  if (span === 1) return hashes.subarray(from * HASH_BYTES, (from + 1) * HASH_BYTES);
  const half = span / 2;
  return nodeHash(perfectRoot(hashes, from, half), perfectRoot(hashes, from + half, half));
}
