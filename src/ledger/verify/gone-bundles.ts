import { createHash, hash } from 'node:crypto';
import { fetchTile } from './fetch-tile.ts';
import type { LogReader } from './log-reader.ts';
import type { PlacedPruned } from './read-pruned.ts';
import { HASH_BYTES, TILE_WIDTH } from './tile-path.ts';
import type { Trust } from './trust.ts';

/** Neighbouring bundles that are gone, and the record that says so. */
export interface GoneRun {
  readonly from: number;
  to: number;
  readonly record: string;
  /** When the first batch behind them was sealed, milliseconds since the epoch; `null`: none is there. */
  readonly until: number | null;
}

/**
 * Bundles of entries that are missing. One may be if a record in a later bundle, sealed by a certified writer, names
 * it with the hash of its tile (docs/retention.md). Of each 32 bytes are kept, so that a tile read again is the one
 * that made the root.
 */
export class GoneBundles {
  readonly #reader: LogReader;
  readonly #trust: Trust;
  readonly #digests = new Map<number, string>();
  readonly #holes: { readonly last: number; readonly until: number }[] = [];
  #last = -1;

  constructor(reader: LogReader, trust: Trust) {
    this.#reader = reader;
    this.#trust = trust;
  }

  /** @param tile that stood in for it. */
  add(number: number, tile: Uint8Array): void {
    this.#digests.set(number, hash('sha256', tile, 'base64'));
    this.#last = number;
  }

  /** A batch that is there. @param time milliseconds since the epoch. */
  met(time: number): void {
    if (this.#last > (this.#holes.at(-1)?.last ?? -1)) this.#holes.push({ last: this.#last, until: time });
  }

  /** @returns those that a record allows to be gone, in runs, and those that none does. Both ascending. */
  async sort(
    pruned: readonly PlacedPruned[],
  ): Promise<{ readonly named: readonly GoneRun[]; readonly unnamed: readonly number[] }> {
    const records = new Map<number, string>();
    for (const { bundles, by, record } of pruned) {
      for (const { from, to, hash: expected } of bundles) {
        // What is named before it was there was named by somebody who knew what he would hide.
        if (to >= by) continue;
        const some = [...this.#digests.keys()].some((n) => from <= n && n <= to && !records.has(n));
        if (!some || (await this.#hashOf(from, to)) !== expected) continue;
        for (const n of this.#digests.keys()) if (from <= n && n <= to) records.set(n, record);
      }
    }
    const named: GoneRun[] = [];
    for (const number of this.#digests.keys()) {
      const record = records.get(number);
      if (record === undefined) continue;
      const last = named.at(-1);
      if (last?.to === number - 1 && last.record === record) last.to = number;
      else {
        const until = this.#holes.find((hole) => hole.last >= number)?.until ?? null;
        named.push({ from: number, to: number, record, until });
      }
    }
    return { named, unnamed: [...this.#digests.keys()].filter((number) => !records.has(number)) };
  }

  /** @param hashes of entries. @returns those that are not in a bundle that is gone. */
  async without(hashes: readonly Uint8Array[]): Promise<ReadonlySet<Uint8Array>> {
    const wanted = new Map(hashes.map((one) => [Buffer.from(one).toString('base64'), one]));
    for (const number of this.#digests.keys()) {
      if (wanted.size === 0) break;
      const tile = await this.#tile(number);
      for (let at = 0; tile !== null && at < tile.length; at += HASH_BYTES)
        wanted.delete(tile.toString('base64', at, at + HASH_BYTES));
    }
    return new Set(wanted.values());
  }

  async #hashOf(from: number, to: number): Promise<string | null> {
    const sum = createHash('sha256');
    for (let number = from; number <= to; number += 1) {
      const tile = await this.#tile(number);
      if (tile === null) return null;
      sum.update(tile);
    }
    return sum.digest('base64url');
  }

  async #tile(number: number): Promise<Buffer | null> {
    const bytes = (await fetchTile(this.#reader, 0, number, TILE_WIDTH, this.#trust))?.bytes;
    if (bytes?.length !== TILE_WIDTH * HASH_BYTES) return null;
    const digest = this.#digests.get(number);
    if (digest !== undefined && hash('sha256', bytes, 'base64') !== digest) return null;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }
}
