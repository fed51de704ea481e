import { readSealedHead } from '../chain/read-batch.ts';
import { readCertificate } from '../chain/writer-certificate.ts';
import { decodeRecord } from '../decode-record.ts';
import type { OperationRecord } from '../operation-record.ts';
import { covers, type Hold } from './hold.ts';
import { HOLD_SET, readHoldIds } from './hold-record.ts';
import { type BundleRange, type PrunedWriter, readPrunedWriters, readRanges } from './pruned-things.ts';
import { classOf, isLasting } from './record-class.ts';
import { after, type Retention } from './retention.ts';
import type { WalkedBundle } from './walk-log.ts';

/** What keeping needs to know of one bundle. */
export interface SurveyedBundle {
  readonly index: number;
  readonly isFull: boolean;
  readonly isGone: boolean;
  /** Milliseconds since the epoch; infinite for what is never past its time. */
  readonly expiresAt: number;
  readonly isHeld: boolean;
  /** Writers whose certificate stands here, and writers of whose batches something does. */
  readonly certifies: ReadonlySet<string>;
  readonly writers: ReadonlySet<string>;
}

export interface LogSurvey {
  readonly bundles: readonly SurveyedBundle[];
  /** Ranges that records in the log allow to be gone, with the bundle in which each record stands. */
  readonly allowed: readonly (BundleRange & { readonly by: number })[];
  readonly prunedWriters: readonly PrunedWriter[];
  /** Holds that were set on record, and not lifted on record: ids. */
  readonly heldOnRecord: ReadonlySet<string>;
  /** The last head of each writer that is still there. */
  readonly lastHeads: ReadonlyMap<
    string,
    { readonly seq: number; readonly head: string; readonly bundle: number }
  >;
  readonly entries: number;
}

interface OpenBundle {
  readonly index: number;
  isFull: boolean;
  isGone: boolean;
  expiresAt: number;
  isHeld: boolean;
  readonly certifies: Set<string>;
  readonly writers: Set<string>;
}

interface Waiting {
  readonly bundle: OpenBundle;
  readonly record: OperationRecord | null;
  readonly certifies: string | null;
}

const FULL = 256;

/**
 * Reads a log for what may go. A batch is kept or goes as a whole, as far as bundles allow: everything it touches is
 * held with it, and is kept as long as what it holds longest. Bytes of ours that cannot be read are never past their
 * time.
 *
 * An entry is as old as its record and its batch say, and not older than what stands before it, so that a clock that
 * was set back for a while does not make records old; times that have not come yet are no such bound.
 */
export async function surveyLog(
  walk: AsyncIterable<WalkedBundle>,
  {
    retention,
    holds,
    now,
  }: { readonly retention: Retention; readonly holds: readonly Hold[]; readonly now: number },
): Promise<LogSurvey> {
  const bundles: OpenBundle[] = [];
  const allowed: (BundleRange & { readonly by: number })[] = [];
  const prunedWriters: PrunedWriter[] = [];
  const heldOnRecord = new Set<string>();
  const lastHeads = new Map<
    string,
    { readonly seq: number; readonly head: string; readonly bundle: number }
  >();
  let waiting: Waiting[] = [];
  let floor = 0;
  let entries = 0;

  for await (const walked of walk) {
    entries += walked.hashes.length;
    const bundle: OpenBundle = {
      index: walked.index,
      isFull: walked.hashes.length === FULL,
      isGone: walked.entries === null,
      expiresAt: 0,
      isHeld: false,
      certifies: new Set(),
      writers: new Set(),
    };
    bundles.push(bundle);
    if (walked.entries === null) {
      // Heads of what waits are gone with it, or its records are: either way they end here.
      settle(waiting, null);
      waiting = [];
      continue;
    }
    for (const [at, entry] of walked.entries.entries()) {
      const head = readSealedHead(entry);
      if (head === null) {
        const record = decodeRecord(entry)?.record ?? null;
        const certifies = readCertificate(entry)?.writer ?? null;
        waiting.push({ bundle, record, certifies });
        if (record !== null) note(record, bundle.index);
        continue;
      }
      const mine = waiting.slice(Math.max(0, waiting.length - head.records));
      settle(waiting.slice(0, waiting.length - mine.length), null);
      const own = Buffer.from(walked.hashes[at] ?? '').toString('base64url');
      lastHeads.set(head.writer, { seq: head.seq, head: own, bundle: bundle.index });
      settle(mine, { writer: head.writer, time: Date.parse(head.time), bundle });
      waiting = [];
    }
  }
  settle(waiting, null);
  return { bundles, allowed, prunedWriters, heldOnRecord, lastHeads, entries };

  function note(record: OperationRecord, by: number): void {
    for (const range of readRanges(record)) allowed.push({ ...range, by });
    prunedWriters.push(...readPrunedWriters(record));
    for (const id of readHoldIds(record)) {
      if (record.operation === HOLD_SET) heldOnRecord.add(id);
      else heldOnRecord.delete(id);
    }
  }

  function settle(
    batch: readonly Waiting[],
    head: { readonly writer: string; readonly time: number; readonly bundle: OpenBundle } | null,
  ): void {
    const touched = new Set(batch.map(({ bundle }) => bundle));
    if (head !== null) {
      touched.add(head.bundle);
      if (!(head.time > now)) floor = Math.max(floor, head.time || 0);
    }
    const sealedAt = Math.max(floor, head?.time || 0);
    let expiresAt = head === null ? 0 : after(sealedAt, retention.spans.operational);
    let isHeld = false;
    for (const { bundle, record, certifies } of batch) {
      if (certifies !== null) bundle.certifies.add(certifies);
      if (record !== null && holds.some((hold) => covers(hold, record))) isHeld = true;
      expiresAt = Math.max(expiresAt, certifies === null ? expiryOf(record, sealedAt) : expiresAt);
    }
    for (const bundle of touched) {
      bundle.expiresAt = Math.max(bundle.expiresAt, expiresAt);
      bundle.isHeld ||= isHeld;
      if (head !== null) bundle.writers.add(head.writer);
    }
  }

  function expiryOf(record: OperationRecord | null, sealedAt: number): number {
    if (record === null || isLasting(record)) return Number.POSITIVE_INFINITY;
    const time = Date.parse(record.time);
    if (Number.isNaN(time)) return Number.POSITIVE_INFINITY;
    return after(Math.max(time, sealedAt), retention.spans[classOf(record)]);
  }
}
