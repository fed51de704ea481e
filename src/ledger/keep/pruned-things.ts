import { createHash } from 'node:crypto';
import type { OperationRecord } from '../operation-record.ts';

/**
 * What a record `retention_pruned` names, as ids of resources. The record comes first; what it names may then be
 * gone, and nothing else may. docs/retention.md has the form for verifiers.
 */
export const PRUNED = 'retention_pruned';
export const BUNDLES = Object.freeze({ type: 'LedgerBundle', coordinate: 'LedgerBundle.entries' } as const);
export const SEGMENTS = Object.freeze({ type: 'LedgerWriter', coordinate: 'LedgerWriter.segments' } as const);

/** Writers whose last batch is in a bundle that may be gone: nothing of them belongs in the log again. */
export const ENDED = Object.freeze({ type: 'LedgerChain', coordinate: 'LedgerChain.ended' } as const);

/** Full entry bundles `from` to `to`, both included. */
export interface BundleRange {
  readonly from: number;
  readonly to: number;
  /** SHA-256 over the level-0 tiles of these bundles, in order; base64url. */
  readonly hash: string;
}

/** All segments of a writer: what stood in them is in the log. */
export interface PrunedWriter {
  readonly writer: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** `leafHash` of the last sealed head, base64url. */
  readonly head: string;
}

const RANGE = /^(0|[1-9]\d{0,14})-(0|[1-9]\d{0,14}):([A-Za-z0-9_-]{43})$/;
const WRITER = /^([0-9A-HJKMNP-TV-Z]{26}):([1-9]\d{0,14})-([1-9]\d{0,14}):([A-Za-z0-9_-]{43})$/;

export function writeRange({ from, to, hash }: BundleRange): string {
  return `${from}-${to}:${hash}`;
}

/** @param tiles the level-0 tiles, or the hashes they are made of, in order. */
export function hashTiles(tiles: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const tile of tiles) hash.update(tile);
  return hash.digest('base64url');
}

export function writePrunedWriter({ writer, firstSeq, lastSeq, head }: PrunedWriter): string {
  return `${writer}:${firstSeq}-${lastSeq}:${head}`;
}

/** Ranges that a record names; none for any other record. What is not of the form names nothing. */
export function readRanges(record: OperationRecord): readonly BundleRange[] {
  return idsOf(record, BUNDLES.coordinate).flatMap((id) => {
    const [, from = '', to = '', hash = ''] = RANGE.exec(id) ?? [];
    const range = { from: Number(from), to: Number(to), hash };
    return hash === '' || range.from > range.to ? [] : [range];
  });
}

export function readPrunedWriters(record: OperationRecord): readonly PrunedWriter[] {
  return writersOf(record, SEGMENTS.coordinate);
}

/** Of several records about one writer the greatest `lastSeq` counts. */
export function readEndedWriters(record: OperationRecord): readonly PrunedWriter[] {
  return writersOf(record, ENDED.coordinate);
}

/** Whether a record says that segments, entries of the log, or all of a writer may be gone. */
export function namesPruned(record: OperationRecord): boolean {
  return [readPrunedWriters, readRanges, readEndedWriters].some((read) => read(record).length > 0);
}

function writersOf(record: OperationRecord, coordinate: string): readonly PrunedWriter[] {
  return idsOf(record, coordinate).flatMap((id) => {
    const [, writer = '', first, last, head = ''] = WRITER.exec(id) ?? [];
    return head === '' ? [] : [{ writer, firstSeq: Number(first), lastSeq: Number(last), head }];
  });
}

function idsOf(record: OperationRecord, coordinate: string): readonly string[] {
  if (record.kind !== 'privileged' || record.operation !== PRUNED) return [];
  return record.subjects.flatMap(({ groups }) =>
    groups.flatMap(({ shape, resources }) =>
      record.shapes[shape]?.fields.some(([name]) => name === coordinate) ? resources : [],
    ),
  );
}
