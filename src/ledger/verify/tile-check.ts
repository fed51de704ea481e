import { fetchTile } from './fetch-tile.ts';
import type { Findings, Place } from './findings.ts';
import type { LogReader } from './log-reader.ts';
import { HASH_BYTES, TILE_WIDTH, tilePath } from './tile-path.ts';
import type { Trust } from './trust.ts';

/** Subtrees of this many levels are one hash of a tile (C2SP tlog-tiles). */
const LEVELS = 8;
const MOST_BAD = 10_000;

interface MadeTile {
  readonly level: number;
  readonly number: number;
  /** As many hashes as the tile has. */
  readonly hashes: Buffer;
}

/** Makes all tiles anew from the leaves, and compares those stored with them. */
export class TileCheck {
  readonly #reader: LogReader;
  readonly #trust: Trust;
  readonly #findings: Findings;
  readonly #growing: { number: number; hashes: Buffer; count: number }[] = [];
  #made: MadeTile[] = [];
  /** Indexes of leaves that are not the stored ones, ascending. */
  readonly badLeaves: number[] = [];
  readonly #bad: { readonly from: number; readonly to: number }[] = [];

  constructor(reader: LogReader, trust: Trust, findings: Findings) {
    this.#reader = reader;
    this.#trust = trust;
    this.#findings = findings;
  }

  /** The tree's word of a complete subtree of 2^height leaves. */
  readonly onSubtree = (height: number, hash: Uint8Array): void => {
    if (height % LEVELS !== 0) return;
    const level = height / LEVELS;
    this.#growing[level] ??= { number: 0, hashes: Buffer.alloc(TILE_WIDTH * HASH_BYTES), count: 0 };
    const tile = this.#growing[level];
    tile.hashes.set(hash, tile.count * HASH_BYTES);
    tile.count += 1;
    if (tile.count < TILE_WIDTH) return;
    this.#made.push({ level, number: tile.number, hashes: tile.hashes });
    this.#growing[level] = {
      number: tile.number + 1,
      hashes: Buffer.alloc(TILE_WIDTH * HASH_BYTES),
      count: 0,
    };
  };

  /** Compares the tiles that became full. */
  async compare(): Promise<void> {
    const made = this.#made;
    this.#made = [];
    for (const tile of made) await this.#compare(tile);
  }

  /** Compares those at the log's end, too. */
  async finish(): Promise<void> {
    await this.compare();
    for (const [level, { number, hashes, count }] of this.#growing.entries()) {
      if (count > 0) await this.#compare({ level, number, hashes: hashes.subarray(0, count * HASH_BYTES) });
    }
  }

  async #compare({ level, number, hashes }: MadeTile): Promise<void> {
    const width = hashes.length / HASH_BYTES;
    const span = TILE_WIDTH ** level;
    const first = number * TILE_WIDTH * span;
    const place = (index: number, where: string): Place => ({
      where,
      index,
      writer: null,
      seq: null,
      record: null,
    });
    const stored = await fetchTile(this.#reader, level, number, width, this.#trust);
    if (stored === null) {
      const where = tilePath(level, number, width);
      this.#findings.add('log', {
        ...place(first, where),
        code: 'TILE_MISSING',
        detail: 'a tile is missing',
      });
      return;
    }
    const { bytes, path } = stored;
    if (bytes.length !== stored.width * HASH_BYTES) {
      const detail = `${bytes.length} bytes, not ${stored.width} hashes`;
      const index = first + Math.floor(bytes.length / HASH_BYTES) * span;
      this.#findings.add('log', {
        ...place(Math.min(index, first + (width - 1) * span), path),
        code: 'TILE_FORM',
        detail,
      });
    }
    for (let at = 0; at < width; at += 1) {
      const [start, end] = [at * HASH_BYTES, (at + 1) * HASH_BYTES];
      if (end > bytes.length || hashes.compare(bytes, start, end, start, end) === 0) continue;
      this.#different(level, first + at * span, span, path, place);
    }
  }

  #different(
    level: number,
    from: number,
    span: number,
    path: string,
    place: (index: number, where: string) => Place,
  ): void {
    const to = from + span;
    // A hash above a leaf that is said to differ differs too.
    if (this.#bad.some((bad) => bad.from < to && bad.to > from && bad.to - bad.from < span)) return;
    if (level === 0 && this.badLeaves.length < MOST_BAD) this.badLeaves.push(from);
    if (this.#bad.length >= MOST_BAD) return;
    this.#bad.push({ from, to });
    const detail = level === 0 ? 'the tile and the entry differ' : 'the tile and those below it differ';
    this.#findings.add('log', { ...place(from, path), code: 'TILE_HASH', detail });
  }
}
