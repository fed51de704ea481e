import { z } from 'zod';
import type { SealedBatch } from '../chain/batch.ts';
import type { ChainPlace } from '../chain/check-chain.ts';
import { readSealedHead } from '../chain/read-batch.ts';
import { decodeRecord } from '../decode-record.ts';
import { leafHash } from '../hash.ts';
import {
  type BundleRange,
  PRUNED,
  type PrunedWriter,
  readEndedWriters,
  readRanges,
} from '../keep/pruned-things.ts';
import type { OperationRecord } from '../operation-record.ts';

/** How far one writer's chain is in the log. */
export interface WriterPlace extends ChainPlace {
  readonly closed: boolean;
  /** A record says that it fell silent. */
  readonly lost: boolean;
}

/** Frozen by use: a step makes new places and takes them over when its checkpoint is out. */
export type WriterPlaces = ReadonlyMap<string, WriterPlace>;

export const FIRST_PLACE: WriterPlace = Object.freeze({
  nextSeq: 1,
  prev: null,
  total: 0,
  certificate: null,
  closed: false,
  lost: false,
});

export const LOST_OPERATION = 'writer_lost';
export const LOST_TYPE = 'LedgerWriter';
const PRUNED_MARK = Buffer.from(`"${PRUNED}"`);
const LOST_MARK = Buffer.from(`"${LOST_OPERATION}"`);

/** The place behind a batch that follows `before`. */
export function placeAfter(before: WriterPlace, { head, sealed, records }: SealedBatch): WriterPlace {
  return {
    nextSeq: head.seq + 1,
    prev: Buffer.from(leafHash(sealed)).toString('base64'),
    total: head.total,
    certificate: head.kind === 'open' ? (records[0] ?? null) : before.certificate,
    closed: head.kind === 'close',
    lost: before.lost,
  };
}

/** Takes batches that are in the log into `places`, with what their records say of lost writers. */
export function takeBatch(places: Map<string, WriterPlace>, batch: SealedBatch): void {
  const { writer } = batch.head;
  places.set(writer, placeAfter(places.get(writer) ?? FIRST_PLACE, batch));
  for (const record of batch.records) {
    for (const lost of lostIn(record)) {
      const place = places.get(lost);
      if (place !== undefined) places.set(lost, { ...place, lost: true });
    }
    for (const ended of endedIn(record)) {
      const place = places.get(ended.writer) ?? FIRST_PLACE;
      if (place.nextSeq <= ended.lastSeq + 1) places.set(ended.writer, { ...place, closed: true });
    }
  }
}

/** Writers whose last batch was pruned: what may still lie in a store of theirs is not new. */
function endedIn(entry: Uint8Array): readonly PrunedWriter[] {
  const record = pruningIn(entry);
  return record === null ? [] : readEndedWriters(record);
}

/** Bundles that may be gone because a record says so (docs/retention.md). */
export function rangesIn(entry: Uint8Array): readonly BundleRange[] {
  const record = pruningIn(entry);
  return record === null ? [] : readRanges(record);
}

function pruningIn(entry: Uint8Array): OperationRecord | null {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  return bytes.includes(PRUNED_MARK) ? (decodeRecord(bytes)?.record ?? null) : null;
}

function lostIn(entry: Uint8Array): readonly string[] {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  if (!bytes.includes(LOST_MARK)) return [];
  const record = decodeRecord(bytes)?.record;
  if (record?.kind !== 'privileged' || record.operation !== LOST_OPERATION) return [];
  return record.subjects.flatMap(({ groups }) =>
    groups.filter(({ shape }) => record.shapes[shape]?.type === LOST_TYPE).flatMap((one) => one.resources),
  );
}

/** Puts the log's entries together again to batches, in their order: what is no head belongs to the next one. */
export function createEntryReader(take: (batch: SealedBatch) => void): (entry: Uint8Array) => void {
  let records: Uint8Array[] = [];
  return (entry) => {
    const head = readSealedHead(entry);
    if (head === null) {
      records.push(entry);
      return;
    }
    take({ head, sealed: entry, records });
    records = [];
  };
}

const StoredPlace = z.tuple([
  z.number().int().positive(),
  z.base64().length(44),
  z.number().int().nonnegative(),
  z.base64(),
  z.boolean(),
]);

/** Places as they are cached beside the log; of an ended writer only the name is left. */
export const StoredPlaces = z.strictObject({
  closed: z.array(z.ulid()),
  open: z.record(z.ulid(), StoredPlace),
});
export type StoredPlaces = z.infer<typeof StoredPlaces>;

export function storePlaces(places: WriterPlaces): StoredPlaces {
  const closed: string[] = [];
  const open: StoredPlaces['open'] = {};
  for (const [writer, { nextSeq, prev, total, certificate, closed: ended, lost }] of places) {
    if (ended) closed.push(writer);
    else if (prev !== null && certificate !== null) {
      open[writer] = [nextSeq, prev, total, Buffer.from(certificate).toString('base64'), lost];
    }
  }
  return { closed, open };
}

export function restorePlaces({ closed, open }: StoredPlaces): Map<string, WriterPlace> {
  const places = new Map<string, WriterPlace>();
  for (const writer of closed) places.set(writer, { ...FIRST_PLACE, closed: true });
  for (const [writer, [nextSeq, prev, total, certificate, lost]] of Object.entries(open)) {
    const bytes = Buffer.from(certificate, 'base64');
    places.set(writer, { nextSeq, prev, total, certificate: bytes, closed: false, lost });
  }
  return places;
}
