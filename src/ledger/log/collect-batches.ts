import type { SealedBatch } from '../chain/batch.ts';
import { type ChainFault, createChainCheck } from '../chain/check-chain.ts';
import { readSealedHead } from '../chain/read-batch.ts';
import { readSignedLine } from '../chain/signed-line.ts';
import type { BatchSource } from '../commit/sink.ts';
import { leafHash } from '../hash.ts';
import { ENTRY_BYTES } from './entry-bundle.ts';
import type { Plan } from './plan.ts';
import { SourcesDifferError, unionSources } from './union-sources.ts';
import { FIRST_PLACE, type WriterPlaces } from './writer-places.ts';

/** Why a writer's next batch is not taken: its chain's fault, or what the log adds to that. */
export type BatchFault =
  | ChainFault
  | 'HEAD'
  | 'RECORD'
  | 'ENTRY_TOO_LONG'
  | 'SOURCES_DIFFER'
  | 'NOT_AS_PLANNED';

export interface ChainTrust {
  readonly origin: string;
  /** Each 32 bytes. */
  readonly installationKeys: readonly Uint8Array[];
  /** Keys whose writers may go on, and that certify no new one. */
  readonly endedKeys: readonly Uint8Array[];
}

/** Entries and bytes that may come into one step. */
export interface StepLimits {
  readonly entries: number;
  readonly bytes: number;
}

export interface CollectedChain {
  readonly batches: readonly SealedBatch[];
  readonly entries: number;
  readonly bytes: number;
  /** The first batch that was not taken, and why; `null`: there was none. */
  readonly fault: { readonly seq: number; readonly fault: BatchFault } | null;
  /** It ended at a limit. */
  readonly more: boolean;
}

/**
 * A writer's whole batches behind its place in the log, each checked as the next of its chain: certificate, number,
 * link, count, root, signature. What the head says is read from the bytes that are signed, not from the source.
 * @param planned hashes of the heads that a plan names; `null`: as many as there are within the limits.
 */
export async function collectChain(
  sources: readonly BatchSource[],
  writer: string,
  places: WriterPlaces,
  trust: ChainTrust,
  limits: StepLimits,
  away: (source: string) => void,
  planned: readonly string[] | null,
): Promise<CollectedChain> {
  const place = places.get(writer) ?? FIRST_PLACE;
  const batches: SealedBatch[] = [];
  let entries = 0;
  let bytes = 0;
  const done = (fault: CollectedChain['fault'] = null, more = false): CollectedChain => ({
    batches,
    entries,
    bytes,
    fault,
    more,
  });
  if (place.closed) return done({ seq: place.nextSeq, fault: 'CLOSED' });
  const isNew = place.certificate === null;
  const keys = isNew ? trust.installationKeys : [...trust.installationKeys, ...trust.endedKeys];
  const check = createChainCheck(writer, trust.origin, keys, place);
  try {
    for await (const given of unionSources(sources, writer, place.nextSeq, away)) {
      const head = readSealedHead(given.sealed);
      const seq = check.nextSeq;
      if (head === null) return done({ seq, fault: 'HEAD' });
      const batch: SealedBatch = { head, sealed: given.sealed, records: given.records };
      const wanted = planned?.[batches.length];
      if (wanted !== undefined && Buffer.from(leafHash(batch.sealed)).toString('base64') !== wanted) {
        return done({ seq, fault: 'NOT_AS_PLANNED' });
      }
      if (batch.records.some(({ length }) => length > ENTRY_BYTES))
        return done({ seq, fault: 'ENTRY_TOO_LONG' });
      if (head.kind !== 'open' && batch.records.some(isMistakable)) return done({ seq, fault: 'RECORD' });
      const fault = check.accept(batch);
      if (fault !== null) return done({ seq, fault });
      batches.push(batch);
      entries += batch.records.length + 1;
      bytes += batch.records.reduce((sum, { length }) => sum + length, batch.sealed.length);
      if (planned !== null && batches.length === planned.length) return done();
      if (planned === null && (entries >= limits.entries || bytes >= limits.bytes)) return done(null, true);
    }
  } catch (error) {
    if (error instanceof SourcesDifferError) return done({ seq: check.nextSeq, fault: 'SOURCES_DIFFER' });
    throw error;
  }
  return done();
}

const HEAD = Buffer.from('{"v":1,"writer":"');
const CERTIFICATE = Buffer.from('{"v":1,"kind":"writer",');

/** In the log entries are told apart by what they are: no record may pass for a head or a certificate there. */
function isMistakable(record: Uint8Array): boolean {
  const begins = (mark: Buffer) => mark.equals(record.subarray(0, mark.length));
  return readSignedLine(record) !== null || begins(HEAD) || begins(CERTIFICATE);
}

/** A plan's batches by writer, in each writer's order. */
export function plannedByWriter(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const hashes = new Map<string, string[]>();
  for (const [writer, , hash] of plan.batches) {
    const known = hashes.get(writer);
    if (known === undefined) hashes.set(writer, [hash]);
    else known.push(hash);
  }
  return hashes;
}
