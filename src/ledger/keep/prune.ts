import type { BatchSource } from '../commit/sink.ts';
import type { TreeHead } from '../log/check-proofs.ts';
import type { LogStore } from '../log/log-store.ts';
import type { Named } from '../naming-record.ts';
import type { Hold } from './hold.ts';
import { type BundleRemover, HoldsChangedError, planPruning, removeBundles } from './prune-bundles.ts';
import { planSegments, type StayReason } from './prune-segments.ts';
import type { PrunedWriter } from './pruned-things.ts';
import type { Retention } from './retention.ts';
import { type LogSurvey, surveyLog } from './survey-log.ts';
import { walkLog } from './walk-log.ts';

export interface PruneParts {
  readonly log: Pick<LogStore, 'get'>;
  /** The log's newest head that verifies, cosigned where witnesses must; `null`: there is no log yet. */
  readonly head: () => Promise<TreeHead | null>;
  readonly source: Pick<BatchSource, 'batches' | 'writers'>;
  readonly holds: () => Promise<readonly Hold[]>;
  readonly retention: Retention;
  /** Makes a record `retention_pruned` of these things durable. @returns its id. */
  readonly record: (named: readonly Named[]) => Promise<string>;
  /** @returns whether the log has the record with this id, under a head that verifies. Waits a while for it. */
  readonly inLog: (id: string) => Promise<boolean>;
  /** Removes the segments of one writer, the last one first, durably. */
  readonly removeSegments: (writer: string) => Promise<void>;
  /** `null`: bundles are not ours to remove. */
  readonly remover: BundleRemover | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Milliseconds for which segments of an ended writer stay. */
  readonly keepSegments: number;
  readonly dryRun: boolean;
}

export interface PruneReport {
  /** Writers whose segments went, or would. */
  readonly segments: readonly PrunedWriter[];
  readonly staying: ReadonlyMap<string, StayReason>;
  /** Bundles that went, or would. */
  readonly bundles: readonly number[];
  /** Past their time, and kept: by holds; by an object lock; because the log has not taken the record yet. */
  readonly held: readonly number[];
  readonly locked: readonly number[];
  readonly waiting: readonly number[];
}

const NOTHING: PruneReport = Object.freeze({
  segments: [],
  staying: new Map(),
  bundles: [],
  held: [],
  locked: [],
  waiting: [],
});

/**
 * Removes what need not be kept: segments that the log has, then bundles past their time. Whatever goes is on record
 * before; a bundle goes once the log has that record. Nothing is removed when the log does not verify, the record is
 * not durable, or what is held is unknown. Killed anywhere, it is finished by running it again.
 *
 * @throws LogDiffersError, HoldMissingError, HoldsChangedError, LedgerUnavailableError, UpstreamUnavailableError
 */
export async function prune(parts: PruneParts): Promise<PruneReport> {
  const { log, source, now, remover, dryRun } = parts;
  const head = await parts.head();
  if (head === null) return NOTHING;
  const holds = await parts.holds();
  const survey = await surveyOf(parts, head, holds);
  const segments = await planSegments(source, await source.writers(), walkLog(log, head), {
    before: now - parts.keepSegments,
    now,
    alreadyNamed: survey.prunedWriters,
  });
  const plan = await planPruning(log, survey, holds, now);
  const toRecord = remover === null ? [] : plan.toRecord;
  const report = { segments: segments.prunable, staying: segments.staying, held: plan.held };
  if (dryRun) return { ...report, bundles: [...plan.ready, ...plan.toRecord], locked: [], waiting: [] };

  const named = [segments.named, ...(toRecord.length > 0 ? plan.named : [])].filter(
    ({ ids }) => ids.length > 0,
  );
  const id = named.length > 0 ? await parts.record(named) : null;
  for (const { writer } of segments.prunable) await parts.removeSegments(writer);
  if (remover === null) return { ...report, bundles: [], locked: [], waiting: plan.toRecord };

  const sameHolds = async () => JSON.stringify(await parts.holds()) === JSON.stringify(holds);
  const first = await removeBundles(remover, plan.ready, sameHolds);
  if (toRecord.length === 0 || id === null || !(await parts.inLog(id))) {
    return { ...report, bundles: first.removed, locked: first.locked, waiting: toRecord };
  }
  const later = await parts.head();
  if (later === null) throw new HoldsChangedError('the log is gone');
  const then = await planPruning(log, await surveyOf(parts, later, holds), holds, now);
  const second = await removeBundles(remover, then.ready, sameHolds);
  return {
    ...report,
    bundles: [...first.removed, ...second.removed],
    locked: [...new Set([...first.locked, ...second.locked])],
    waiting: then.toRecord,
  };
}

function surveyOf(
  { log, retention, now }: PruneParts,
  head: TreeHead,
  holds: readonly Hold[],
): Promise<LogSurvey> {
  return surveyLog(walkLog(log, head), { retention, holds, now });
}
