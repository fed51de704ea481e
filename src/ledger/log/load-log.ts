import { DataIntegrityError } from '../../errors.ts';
import type { SealedBatch } from '../chain/batch.ts';
import type { Vkey } from '../chain/vkey.ts';
import { EMPTY_ROOT, leafHash } from '../hash.ts';
import type { BundleRange } from '../keep/pruned-things.ts';
import type { TreeHead } from './check-proofs.ts';
import { openCheckpoint } from './checkpoint.ts';
import { readBundle } from './entry-bundle.ts';
import { LogFault } from './log-fault.ts';
import type { LogStore } from './log-store.ts';
import type { LogTree } from './log-tree.ts';
import { TileHashes } from './tile-hashes.ts';
import { CHECKPOINT_PATH, HASH_BYTES, TILE_WIDTH, tilePath } from './tile-path.ts';
import {
  createEntryReader,
  rangesIn,
  takeBatch,
  type WriterPlace,
  type WriterPlaces,
} from './writer-places.ts';

/** What a sequencer goes on from. */
export interface LoadedLog extends TreeHead {
  /** The checkpoint's bytes; `null`: there is none yet. */
  readonly checkpoint: Uint8Array | null;
  readonly tree: LogTree;
  /** Entries of the bundle that is not yet full. */
  readonly tail: readonly Uint8Array[];
  readonly places: WriterPlaces;
}

/** A log of which it is remembered how far each writer was. */
export interface KnownLog extends TreeHead {
  readonly places: WriterPlaces;
}

export interface LogName {
  readonly origin: string;
  /** Keys whose signature makes a checkpoint the log's own. */
  readonly keys: readonly Vkey[];
}

export const EMPTY_LOG: KnownLog = Object.freeze({ size: 0, root: EMPTY_ROOT, places: new Map() });

/** Bundles read at once. */
const READ_AHEAD = 8;

/**
 * Reads how far the log is. What was added behind `known` is read again and hashed, so that a wrong entry, tile or
 * memory shows before anything is built on it.
 * @throws LogFault when the log is shorter than what is known, or another, or its objects do not fit.
 */
export async function loadLog(store: LogStore, name: LogName, known: KnownLog): Promise<LoadedLog> {
  const checkpoint = await store.get(CHECKPOINT_PATH);
  const head = checkpoint === null ? EMPTY_LOG : openCheckpoint(checkpoint, name.origin, name.keys);
  if (head === null) throw new LogFault('LOG_DAMAGED', 'checkpoint');
  if (head.size < known.size) throw new LogFault('LOG_BEHIND', 'what this sequencer has seen');
  try {
    const tiles = new TileHashes(store, head.size);
    if (!same(await tiles.root(0, known.size), known.root)) {
      throw new LogFault('LOG_FORKED', 'what this sequencer has seen');
    }
    return { checkpoint, ...(await replay(store, tiles, head, known)) };
  } catch (error) {
    if (error instanceof DataIntegrityError) throw new LogFault('LOG_DAMAGED', error.detail);
    throw error;
  }
}

async function replay(
  store: LogStore,
  tiles: TileHashes,
  { size, root }: TreeHead,
  known: KnownLog,
): Promise<Omit<LoadedLog, 'checkpoint'>> {
  const tree = await tiles.edge(known.size);
  const places = new Map<string, WriterPlace>(known.places);
  const gone: number[] = [];
  const pruned: BundleRange[] = [];
  const take = (batch: SealedBatch) => {
    takeBatch(places, batch);
    for (const record of batch.records) pruned.push(...rangesIn(record));
  };
  let read = createEntryReader(take);
  let tail: readonly Uint8Array[] = [];
  let at = known.size - (known.size % TILE_WIDTH);
  for await (const { entries, hashes } of bundlesBetween(store, at, size)) {
    for (const hash of hashes.slice(Math.max(0, known.size - at))) tree.append(hash);
    // What was pending is of a batch whose head is gone with the bundle, by a record that comes later (docs/retention.md).
    if (hashes.length > 0) {
      gone.push(at / TILE_WIDTH);
      read = createEntryReader(take);
    }
    for (const entry of entries.slice(Math.max(0, known.size - at))) {
      tree.append(leafHash(entry));
      read(entry);
    }
    at += entries.length + hashes.length;
    tail = entries.length < TILE_WIDTH ? entries : [];
  }
  if (!same(tree.root(), root)) throw new DataIntegrityError('entries do not fit the checkpoint');
  const missing = gone.find((index) => !pruned.some(({ from, to }) => from <= index && index <= to));
  if (missing !== undefined) damaged(missing);
  // What became full lies in the store already.
  tree.takeTiles();
  return { size, root, tree, tail, places };
}

/** Of a pruned bundle the hashes of its entries, else its entries. */
interface ReadBundle {
  readonly entries: readonly Uint8Array[];
  readonly hashes: readonly Uint8Array[];
}

async function bundleAt(store: LogStore, start: number, count: number): Promise<ReadBundle> {
  const place = { index: start / TILE_WIDTH, width: TILE_WIDTH };
  const isGone = count === TILE_WIDTH && (await store.get(tilePath({ ...place, level: 'entries' }))) === null;
  const tile = isGone ? await store.get(tilePath({ ...place, level: 0 })) : null;
  if (tile?.length !== TILE_WIDTH * HASH_BYTES) {
    return { entries: await entriesFrom(store, start, count), hashes: [] };
  }
  const hashAt = (_: unknown, at: number) => tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
  return { entries: [], hashes: Array.from({ length: TILE_WIDTH }, hashAt) };
}

/** @param from a multiple of 256. */
async function* bundlesBetween(store: LogStore, from: number, size: number): AsyncGenerator<ReadBundle> {
  const reading: Promise<ReadBundle>[] = [];
  for (let start = from; start < size || reading.length > 0; start += TILE_WIDTH) {
    if (start < size) {
      const bundle = bundleAt(store, start, Math.min(TILE_WIDTH, size - start));
      // Awaited in its turn; until then a failure is nobody's.
      bundle.catch(() => undefined);
      reading.push(bundle);
    }
    if (reading.length < READ_AHEAD && start + TILE_WIDTH < size) continue;
    const next = reading.shift();
    if (next !== undefined) yield await next;
  }
}

/**
 * Entries from `start` on, a multiple of 256: the first `count` of their bundle.
 * @throws DataIntegrityError when they are missing or do not fit their bundle.
 */
export async function entriesFrom(
  store: Pick<LogStore, 'get'>,
  start: number,
  count: number,
): Promise<readonly Uint8Array[]> {
  const index = start / TILE_WIDTH;
  const exact = await store.get(tilePath({ level: 'entries', index, width: count }));
  if (exact !== null) return readBundle(exact, count) ?? damaged(index);
  const full =
    count < TILE_WIDTH ? await store.get(tilePath({ level: 'entries', index, width: TILE_WIDTH })) : null;
  return (full === null ? null : readBundle(full, TILE_WIDTH))?.slice(0, count) ?? damaged(index);
}

function damaged(index: number): never {
  throw new DataIntegrityError(`bundle ${index} is missing or damaged`);
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
