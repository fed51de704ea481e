import { hash } from 'node:crypto';
import { readSealedHead } from '../chain/read-batch.ts';
import type { BatchSource } from '../commit/sink.ts';
import { leafHash } from '../hash.ts';
import type { Named } from '../naming-record.ts';
import { type PrunedWriter, SEGMENTS, writePrunedWriter } from './pruned-things.ts';
import type { WalkedBundle } from './walk-log.ts';

/** Why a writer's segments stay. */
export type StayReason = 'RUNNING' | 'RECENT' | 'NOT_SHIPPED' | 'DIFFERS' | 'NOTHING';

export interface SegmentPruning {
  /** Ended, old enough, and with every batch in the log, byte by byte. */
  readonly prunable: readonly PrunedWriter[];
  /** What a durable record `retention_pruned` MUST name before their files go; those on record already left out. */
  readonly named: Named;
  readonly staying: ReadonlyMap<string, StayReason>;
}

/** One batch: how many entries it is in the log (records, then the head), and one hash over all of theirs. */
interface BatchPrint {
  readonly entries: number;
  readonly digest: string;
  /** `leafHash` of the sealed head, base64. */
  readonly head: string;
}

interface Candidate {
  readonly prints: Map<number, BatchPrint>;
  readonly lastSeq: number;
  readonly head: string;
  readonly closed: boolean;
  readonly endedAt: number;
}

/** A writer that was killed never closes: it is believed to have ended after this long. */
const LOST_MS = 86_400_000;

/**
 * Which writers' segments may go: they are copies of what the log has. Everything they hold is looked for there,
 * and where the log has more than they do, they stay, since then they are not whole; but for those that a record has
 * named already, which an earlier run may have begun to remove.
 *
 * @param walk the whole log under a checkpoint that verifies.
 * @param before milliseconds: only writers that ended before it.
 */
export async function planSegments(
  source: Pick<BatchSource, 'batches'>,
  writers: readonly string[],
  walk: AsyncIterable<WalkedBundle>,
  {
    before,
    now,
    alreadyNamed,
  }: { readonly before: number; readonly now: number; readonly alreadyNamed: readonly PrunedWriter[] },
): Promise<SegmentPruning> {
  const staying = new Map<string, StayReason>();
  const candidates = new Map<string, Candidate>();
  for (const writer of writers) {
    const candidate = await readCandidate(source, writer);
    if (candidate === null) staying.set(writer, 'NOTHING');
    else if (!candidate.closed && candidate.endedAt > now - LOST_MS) staying.set(writer, 'RUNNING');
    else if (!(candidate.endedAt < before)) staying.set(writer, 'RECENT');
    else candidates.set(writer, candidate);
  }
  const shipped = await compare(candidates, walk);
  const prunable: PrunedWriter[] = [];
  for (const [writer, { lastSeq, head, prints }] of candidates) {
    const found = shipped.get(writer);
    const earlier = alreadyNamed.find((one) => one.writer === writer);
    if (found === undefined || found.same < prints.size)
      staying.set(writer, found?.differs ? 'DIFFERS' : 'NOT_SHIPPED');
    else if (found.last > lastSeq && !(earlier !== undefined && earlier.lastSeq >= lastSeq))
      staying.set(writer, 'DIFFERS');
    else prunable.push(earlier ?? { writer, firstSeq: 1, lastSeq, head });
  }
  const fresh = prunable.filter(({ writer }) => !alreadyNamed.some((one) => one.writer === writer));
  return { prunable, named: { ...SEGMENTS, ids: fresh.map(writePrunedWriter) }, staying };
}

async function readCandidate(
  source: Pick<BatchSource, 'batches'>,
  writer: string,
): Promise<Candidate | null> {
  const prints = new Map<number, BatchPrint>();
  let candidate: Candidate | null = null;
  for await (const { head, sealed, records } of source.batches(writer, 1)) {
    const own = text(sealed);
    const digest = digestOf([...records.map(text), own]);
    prints.set(head.seq, { entries: records.length + 1, digest, head: own });
    candidate = {
      prints,
      lastSeq: head.seq,
      head: Buffer.from(own, 'base64').toString('base64url'),
      closed: head.kind === 'close',
      endedAt: Date.parse(head.time),
    };
  }
  return candidate;
}

interface Shipped {
  /** Batches that are the same, byte by byte. */
  same: number;
  /** The last number that the log has. */
  last: number;
  differs: boolean;
}

async function compare(
  candidates: ReadonlyMap<string, Candidate>,
  walk: AsyncIterable<WalkedBundle>,
): Promise<ReadonlyMap<string, Shipped>> {
  const shipped = new Map<string, Shipped>();
  const of = (writer: string): Shipped => {
    const known = shipped.get(writer) ?? { same: 0, last: 0, differs: false };
    shipped.set(writer, known);
    return known;
  };
  const byHead = new Map<string, { readonly writer: string; readonly print: BatchPrint }>();
  for (const [writer, { prints }] of candidates) {
    for (const print of prints.values()) byHead.set(print.head, { writer, print });
  }
  /** Hashes of what stands before the next head; in a bundle that is gone nobody tells which is one. */
  let before: string[] = [];
  for await (const { entries, hashes } of walk) {
    for (const [at, leaf] of hashes.entries()) {
      const own = Buffer.from(leaf).toString('base64');
      const entry = entries?.[at];
      const head = entry === undefined ? null : readSealedHead(entry);
      before.push(own);
      const ours = byHead.get(own);
      if (ours !== undefined) {
        const { print, writer } = ours;
        if (digestOf(before.slice(-print.entries)) === print.digest) of(writer).same += 1;
        else of(writer).differs = true;
      }
      if (head !== null && candidates.has(head.writer)) {
        const known = of(head.writer);
        known.last = Math.max(known.last, head.seq);
        if (ours === undefined && candidates.get(head.writer)?.prints.has(head.seq)) known.differs = true;
      }
      if (head !== null || ours !== undefined) before = [];
      else if (before.length > 2 * MOST_RECORDS) before = before.slice(-MOST_RECORDS);
    }
  }
  return shipped;
}

/** More records than this never stand in one batch. */
const MOST_RECORDS = 100_000;

function digestOf(hashes: readonly string[]): string {
  return hash('sha256', hashes.join(), 'base64');
}

function text(bytes: Uint8Array): string {
  return Buffer.from(leafHash(bytes)).toString('base64');
}
