import { DataIntegrityError } from '../../errors.ts';
import { EMPTY_ROOT, nodeHash } from '../hash.ts';
import type { LogStore } from './log-store.ts';
import { LogTree, perfectRoot } from './log-tree.ts';
import { HASH_BYTES, hashesAt, TILE_WIDTH, tilePath } from './tile-path.ts';

/** Tiles held at once: a proof needs one or two of each level. */
const HELD_TILES = 64;
const HELD_NODES = 4_096;

/** The hashes of a log of one size, as its tiles hold them. Every tile is read once while it is held. */
export class TileHashes {
  readonly size: number;
  readonly #store: Pick<LogStore, 'get'>;
  readonly #tiles = new Map<string, Promise<Uint8Array>>();
  /** Nodes between the levels of tiles, which proofs of neighbours share. */
  readonly #nodes = new Map<string, Promise<Uint8Array>>();

  constructor(store: Pick<LogStore, 'get'>, size: number) {
    this.#store = store;
    this.size = size;
  }

  /**
   * MTH(D[start:end]) of RFC 6962 §2.1, where `start` is a multiple of the largest power of two below the length, as
   * it is in every proof.
   * @throws DataIntegrityError when a tile is missing or has another size.
   */
  async root(start: number, end: number): Promise<Uint8Array> {
    const count = end - start;
    if (count === 0) return EMPTY_ROOT;
    const half = largestPowerBelow(count);
    if (count === half * 2 || count === 1) return this.#perfect(start, count);
    const [left, right] = await Promise.all([this.root(start, start + half), this.root(start + half, end)]);
    return nodeHash(left, right);
  }

  #perfect(start: number, count: number): Promise<Uint8Array> {
    const key = `${start} ${count}`;
    const held = this.#nodes.get(key);
    if (held !== undefined) return held;
    if (this.#nodes.size >= HELD_NODES) this.#nodes.clear();
    const node = this.#hash(start, count);
    this.#nodes.set(key, node);
    return node;
  }

  /** @param count a power of two that divides `start`. */
  async #hash(start: number, count: number): Promise<Uint8Array> {
    let level = 0;
    while (TILE_WIDTH ** (level + 1) <= count) level += 1;
    const unit = TILE_WIDTH ** level;
    const first = start / unit;
    const tile = await this.#tile(level, Math.floor(first / TILE_WIDTH));
    return perfectRoot(tile, first % TILE_WIDTH, count / unit);
  }

  /** The right edge of the tree of `size` entries, this one's beginning, to append to. */
  async edge(size = this.size): Promise<LogTree> {
    const levels: Promise<Uint8Array>[] = [];
    for (let level = 0; hashesAt(level, size) > 0; level += 1) {
      const count = hashesAt(level, size);
      const width = count % TILE_WIDTH;
      const tile = width > 0 ? this.#tile(level, Math.floor(count / TILE_WIDTH)) : Promise.resolve(NONE);
      levels.push(tile.then((hashes) => hashes.subarray(0, width * HASH_BYTES)));
    }
    return LogTree.at(size, await Promise.all(levels));
  }

  #tile(level: number, index: number): Promise<Uint8Array> {
    const key = `${level}/${index}`;
    const held = this.#tiles.get(key);
    if (held !== undefined) return held;
    const [oldest] = this.#tiles.keys();
    if (oldest !== undefined && this.#tiles.size >= HELD_TILES) this.#tiles.delete(oldest);
    const read = this.#read(level, index);
    this.#tiles.set(key, read);
    return read;
  }

  async #read(level: number, index: number): Promise<Uint8Array> {
    const width = Math.min(TILE_WIDTH, hashesAt(level, this.size) - index * TILE_WIDTH);
    if (width < 1) throw new DataIntegrityError('a tile beyond the log');
    const bytes = await readTile(this.#store, level, index, width);
    if (bytes === null) throw new DataIntegrityError(`tile ${level}/${index} is missing`);
    return bytes;
  }
}

/**
 * A tile's first `width` hashes or entries; a partial tile may be gone once the full one is there (C2SP tlog-tiles,
 * "Partial Tiles").
 */
async function readTile(
  store: Pick<LogStore, 'get'>,
  level: number,
  index: number,
  width: number,
): Promise<Uint8Array | null> {
  const exact = await store.get(tilePath({ level, index, width }));
  const bytes =
    exact ?? (width < TILE_WIDTH ? await store.get(tilePath({ level, index, width: TILE_WIDTH })) : null);
  if (bytes === null) return null;
  const expected = (exact === null ? TILE_WIDTH : width) * HASH_BYTES;
  if (bytes.length !== expected) throw new DataIntegrityError(`tile ${level}/${index} has another size`);
  return bytes.subarray(0, width * HASH_BYTES);
}

/** For 2 and more: the largest power of two smaller than `count` (RFC 6962 §2.1's k). */
export function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

const NONE: Uint8Array = Buffer.alloc(0);
