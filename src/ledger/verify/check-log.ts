import { EMPTY_ROOT, leafHash } from '../hash.ts';
import { EntryPass, type OnBatch, type PassCounts, type Suspect } from './entry-pass.ts';
import { type FetchedTile, fetchTile } from './fetch-tile.ts';
import type { FindingCode, Findings, Notice } from './findings.ts';
import { GoneBundles, type GoneRun } from './gone-bundles.ts';
import { GrowingTree } from './growing-tree.ts';
import type { LogReader } from './log-reader.ts';
import { isEqual } from './merkle-proof.ts';
import { readBundle } from './read-bundle.ts';
import type { Checkpoint } from './read-checkpoint.ts';
import type { PlacedPruned } from './read-pruned.ts';
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
  readonly pruned: readonly PlacedPruned[];
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
  const gone = new GoneBundles(reader, trust);
  const pass = new EntryPass(check.chains, findings, bundleOf(checkpoint.size), (head, ...about) => {
    gone.met(head.time);
    check.onBatch(head, ...about);
  });
  const tiles = new TileCheck(reader, trust, findings);
  const tree = new GrowingTree(tiles.onSubtree);
  const comparePinned = () => {
    if (tree.size === check.pinned?.size && !isEqual(tree.root(), check.pinned.root)) {
      whole('HISTORY_CHANGED', `the first ${tree.size} entries are not those of the pinned checkpoint`);
    }
  };
  comparePinned();
  let readable = true;
  let damaged = false;
  for await (const { number, width, bundle } of bundles(check)) {
    const { entries, whole: isWhole } = bundle === null ? NO_ENTRIES : readBundle(bundle.bytes, bundle.width);
    const index = number * TILE_WIDTH;
    if (bundle !== null && !isWhole) {
      damaged = true;
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
      if (bundle === null) gone.add(number, known?.bytes ?? NOTHING);
      if (known === null) break;
      for (let at = entries.length; at < width; at += 1) {
        const leaf = Buffer.from(known.bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
        tree.push(leaf);
        pass.skip(index + at, leaf);
        comparePinned();
      }
    }
    await tiles.compare();
    check.onProgress(tree.size);
  }
  const { named, unnamed } = await gone.sort(readable ? pass.pruned : []);
  for (const number of unnamed) {
    const where = tilePath('entries', number, Math.min(TILE_WIDTH, checkpoint.size - number * TILE_WIDTH));
    const place = { where, index: number * TILE_WIDTH, writer: null, seq: null, record: null };
    findings.add('log', { code: 'BUNDLE_MISSING', ...place, detail: 'a bundle of entries is missing' });
  }
  // Bundles go after their time when a record says so; whether it was their time is for whoever reads this to say.
  for (const run of named) findings.notice(noticeOf(run));
  if (!damaged && unnamed.length === 0) await missJumps(pass, gone, findings);
  const { counts, suspects, pruned } = pass;
  if (readable) {
    await tiles.finish();
    pass.finish(checkpoint.size);
    const root = checkpoint.size === 0 ? EMPTY_ROOT : tree.root();
    if (!isEqual(root, checkpoint.root)) whole('ROOT', 'the entries have another root than the checkpoint');
  }
  return { counts, suspects, badLeaves: tiles.badLeaves, pruned };
}

/** A writer may go on behind a hole with a later batch, if the one before that lies in the hole. */
async function missJumps(pass: EntryPass, gone: GoneBundles, findings: Findings): Promise<void> {
  const lost = await gone.without(pass.jumps.map(({ prev }) => prev));
  for (const { prev, ...place } of pass.jumps) {
    if (!lost.has(prev)) continue;
    const detail = 'the batch before it is in no bundle that is gone';
    findings.add('log', { ...place, code: 'BATCH_NUMBER', detail });
  }
}

function noticeOf({ from, to, record, until }: GoneRun): Notice {
  const sealed = until === null ? '' : `; what stands behind them is of ${new Date(until).toISOString()}`;
  const detail = `bundles ${from} to ${to} were taken away, as this record says${sealed}`;
  const where = tilePath('entries', from, TILE_WIDTH);
  return { code: 'PRUNED', where, index: from * TILE_WIDTH, writer: null, seq: null, record, detail };
}

const NOTHING = new Uint8Array();
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
