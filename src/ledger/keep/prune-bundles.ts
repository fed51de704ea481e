import type { LogStore } from '../log/log-store.ts';
import { TILE_WIDTH, tilePath } from '../log/tile-path.ts';
import type { Named } from '../naming-record.ts';
import type { Hold } from './hold.ts';
import { planBundles, runsOf } from './plan-bundles.ts';
import {
  BUNDLES,
  type BundleRange,
  ENDED,
  hashTiles,
  writePrunedWriter,
  writeRange,
} from './pruned-things.ts';
import type { LogSurvey } from './survey-log.ts';

/**
 * Takes full entry bundles out of the log's place, never anything else. `locked`: an object lock keeps it, and it
 * stays. MUST be durable when it resolves.
 */
export interface BundleRemover {
  remove(path: string): Promise<'removed' | 'absent' | 'locked'>;
}

/** The log knows of a hold that the store of holds has not: what is held is not known. */
export class HoldMissingError extends Error {
  readonly holds: readonly string[];

  constructor(holds: readonly string[]) {
    super('a legal hold stands on record and not among the holds');
    this.holds = holds;
  }
}

/** Somebody set or lifted a hold meanwhile: what was decided may no longer be right. */
export class HoldsChangedError extends Error {}

export interface BundlePruning {
  /** Bundles whose files may go now. */
  readonly ready: readonly number[];
  /** What a record `retention_pruned` MUST name, and be in the log, before `toRecord` may go. */
  readonly named: readonly Named[];
  readonly toRecord: readonly number[];
  readonly held: readonly number[];
}

/**
 * What of the log may go. Looks at nothing that the survey has not seen under a checkpoint that verifies.
 * @throws HoldMissingError, UpstreamUnavailableError
 */
export async function planPruning(
  store: Pick<LogStore, 'get'>,
  survey: LogSurvey,
  holds: readonly Hold[],
  now: number,
): Promise<BundlePruning> {
  const missing = [...survey.heldOnRecord].filter((id) => !holds.some((hold) => hold.id === id));
  if (missing.length > 0) throw new HoldMissingError(missing);
  const held = await Promise.all(
    survey.allowed.map(async (range) => (await hashOf(store, range)) === range.hash),
  );
  const allowed = survey.allowed.filter((_, at) => held[at]);
  const plan = planBundles({ ...survey, allowed }, now);
  const ids: string[] = [];
  for (const run of runsOf(plan.toRecord)) {
    const hash = await hashOf(store, run);
    if (hash !== null) ids.push(writeRange({ ...run, hash }));
  }
  const going = new Set(plan.toRecord);
  const ended = [...survey.lastHeads]
    .filter(([, { bundle }]) => going.has(bundle))
    .map(([writer, { seq, head }]) => writePrunedWriter({ writer, firstSeq: 1, lastSeq: seq, head }));
  return {
    ...plan,
    named: [
      { ...BUNDLES, ids },
      { ...ENDED, ids: ended },
    ],
  };
}

export interface Removal {
  readonly removed: readonly number[];
  readonly locked: readonly number[];
}

/**
 * Removes bundles that the log allows to be gone. Killed anywhere, it is finished by running it again.
 * @param sameHolds looked at before each: whether the holds are those that the plan was made with.
 * @throws HoldsChangedError, after which nothing more is removed.
 */
export async function removeBundles(
  remover: BundleRemover,
  indexes: readonly number[],
  sameHolds: () => Promise<boolean>,
): Promise<Removal> {
  const removed: number[] = [];
  const locked: number[] = [];
  for (const index of indexes) {
    if (!(await sameHolds())) throw new HoldsChangedError('the holds have changed');
    const path = tilePath({ level: 'entries', index, width: TILE_WIDTH });
    const outcome = await remover.remove(path);
    if (outcome === 'locked') locked.push(index);
    else removed.push(index);
  }
  return { removed, locked };
}

/** @returns `null` where a tile is missing. */
async function hashOf(
  store: Pick<LogStore, 'get'>,
  { from, to }: Pick<BundleRange, 'from' | 'to'>,
): Promise<string | null> {
  const tiles: Uint8Array[] = [];
  for (let index = from; index <= to; index += 1) {
    const tile = await store.get(tilePath({ level: 0, index, width: TILE_WIDTH }));
    if (tile === null) return null;
    tiles.push(tile);
  }
  return hashTiles(tiles);
}
