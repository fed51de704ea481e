import { EMPTY_ROOT, leafHash } from '../hash.ts';
import { EntryPass, type OnBatch, type PassCounts, type Suspect } from './entry-pass.ts';
import { type FetchedTile, fetchTile } from './fetch-tile.ts';
import type { FindingCode, Findings } from './findings.ts';
import { GrowingTree } from './growing-tree.ts';
import type { LogReader } from './log-reader.ts';
import { isEqual } from './merkle-proof.ts';
import { readBundle } from './read-bundle.ts';
import type { Checkpoint } from './read-checkpoint.ts';
import type { Pruned } from './read-pruned.ts';
import { TileCheck } from './tile-check.ts';
import { HASH_BYTES, TILE_WIDTH, tilePath } from './tile-path.ts';
import type { Trust } from './trust.ts';
import type { WriterChains } from './writer-chains.ts';

export interface LogCheck {
  readonly reader: LogReader;
  readonly trust: Trust;
  /** What the log says it is: its size and root. */
  readonly checkpoint: Checkpoint;
  /** The auditor's older one, or `null`. */
  readonly pinned: Checkpoint | null;
  readonly chains: WriterChains;
  readonly findings: Findings;
  readonly onBatch: OnBatch;
  readonly onProgress: (done: number) => void;
}

export interface LogResult {
  readonly counts: PassCounts;
  readonly suspects: readonly Suspect[];
  /** Indexes of leaves that are not those of the stored tiles. */
  readonly badLeaves: readonly number[];
  readonly pruned: readonly Pruned[];
}

/**
 * Reads every entry once, from the first on: all tiles and the root are made anew from them, the root at the pinned
 * size too, and each batch is checked when its head comes. Memory does not grow with the log.
 */
export async function checkLog(check: LogCheck): Promise<LogResult> {
  const { reader, trust, checkpoint, findings } = check;
  const whole = (code: FindingCode, detail: string) =>
    findings.add('log', {
      code,
      where: 'checkpoint',
      index: null,
      writer: null,
      seq: null,
      record: null,
      detail,
    });
  const pass = new EntryPass(check.chains, findings, bundleOf(checkpoint.size), check.onBatch);
  const tiles = new TileCheck(reader, trust, findings);
  const tree = new GrowingTree(tiles.onSubtree);
  const comparePinned = () => {
    if (tree.size === check.pinned?.size && !isEqual(tree.root(), check.pinned.root)) {
      whole('HISTORY_CHANGED', `the first ${tree.size} entries are not those of the pinned checkpoint`);
    }
  };
  comparePinned();
  const absent: number[] = [];
  let readable = true;
  for await (const { number, width, bundle } of bundles(check)) {
    const { entries, whole: isWhole } = bundle === null ? NO_ENTRIES : readBundle(bundle.bytes, bundle.width);
    const index = number * TILE_WIDTH;
    if (bundle === null) absent.push(number);
    else if (!isWhole) {
      const at = index + Math.min(entries.length, width - 1);
      const place = { where: bundle.path, index: at, writer: null, seq: null, record: null };
      const detail = `not ${bundle.width} whole entries and nothing else`;
      findings.add('log', { code: 'BUNDLE_FORM', ...place, detail });
    }
    for (const [at, entry] of entries.slice(0, width).entries()) {
      const leaf = leafHash(entry);
      tree.push(leaf);
      pass.accept(index + at, entry, leaf);
      comparePinned();
    }
    if (entries.length < width) {
      // The stored hashes stand in for what is missing, so that what follows is looked at all the same.
      const known = await fetchTile(reader, 0, number, width, trust);
      readable = known !== null;
      if (known === null) break;
      for (let at = entries.length; at < width; at += 1) {
        tree.push(Buffer.from(known.bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)));
        pass.skip(index + at);
        comparePinned();
      }
    }
    await tiles.compare();
    check.onProgress(tree.size);
  }
  for (const number of absent) {
    // Bundles go after their time when a record says so; the tiles stay, so that their hashes still count.
    if (readable && isPruned(number, pass.pruned)) continue;
    const where = tilePath('entries', number, Math.min(TILE_WIDTH, checkpoint.size - number * TILE_WIDTH));
    const place = { where, index: number * TILE_WIDTH, writer: null, seq: null, record: null };
    findings.add('log', { code: 'BUNDLE_MISSING', ...place, detail: 'a bundle of entries is missing' });
  }
  const { counts, suspects, pruned } = pass;
  if (readable) {
    await tiles.finish();
    pass.finish(checkpoint.size);
    const root = checkpoint.size === 0 ? EMPTY_ROOT : tree.root();
    if (!isEqual(root, checkpoint.root)) whole('ROOT', 'the entries have another root than the checkpoint');
  }
  return { counts, suspects, badLeaves: tiles.badLeaves, pruned };
}

function isPruned(number: number, pruned: readonly Pruned[]): boolean {
  return pruned.some(({ bundles: gone }) => gone.some(([from, to]) => from <= number && number <= to));
}

const NO_ENTRIES = Object.freeze({ entries: Object.freeze([]), whole: false });

interface Fetched {
  readonly number: number;
  readonly width: number;
  readonly bundle: FetchedTile | null;
}

/** All bundles in order, a few of them asked for ahead. */
async function* bundles({ reader, trust, checkpoint }: LogCheck): AsyncGenerator<Fetched> {
  const count = Math.ceil(checkpoint.size / TILE_WIDTH);
  const ask = async (number: number): Promise<Fetched> => {
    const width = Math.min(TILE_WIDTH, checkpoint.size - number * TILE_WIDTH);
    return { number, width, bundle: await fetchTile(reader, 'entries', number, width, trust) };
  };
  const asked: Promise<Fetched>[] = [];
  let next = 0;
  try {
    while (next < count || asked.length > 0) {
      while (next < count && asked.length < reader.ahead) {
        asked.push(ask(next));
        next += 1;
      }
      const first = asked.shift();
      if (first !== undefined) yield await first;
    }
  } finally {
    await Promise.allSettled(asked);
  }
}

/** @returns which bundle an entry lies in. */
export function bundleOf(size: number): (index: number) => string {
  return (index) => {
    const number = Math.floor(index / TILE_WIDTH);
    return tilePath('entries', number, Math.min(TILE_WIDTH, size - number * TILE_WIDTH));
  };
}
