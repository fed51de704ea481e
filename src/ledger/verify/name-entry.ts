import { leafHash } from '../hash.ts';
import { fetchTile } from './fetch-tile.ts';
import type { LogReader } from './log-reader.ts';
import { readBundle } from './read-bundle.ts';
import { looksLikeCertificate } from './read-certificate.ts';
import { looksLikeHead, readHead } from './read-head.ts';
import { summarizeRecord } from './read-record.ts';
import { TILE_WIDTH } from './tile-path.ts';
import type { Trust } from './trust.ts';

/** What an entry of the log is. */
export interface NamedEntry {
  readonly writer: string | null;
  readonly seq: number | null;
  readonly record: string | null;
}

/** A batch is never longer than this many entries' bundles. */
const MOST_BUNDLES = 64;

export interface LogPlace {
  readonly reader: LogReader;
  readonly trust: Trust;
  readonly size: number;
}

/** Reads on from an entry to the head of its batch, which says whose it is. */
export async function nameEntry(log: LogPlace, index: number): Promise<NamedEntry> {
  let record: string | null = null;
  let seen = 0;
  for await (const { entry, index: at } of entriesFrom(log, index)) {
    if (at === index) record = looksLikeHead(entry) ? null : (summarizeRecord(entry)?.id ?? null);
    if (looksLikeHead(entry)) {
      const head = readHead(entry)?.head;
      return { writer: head?.writer ?? null, seq: head?.seq ?? null, record };
    }
    seen += 1;
    if (seen > MOST_BUNDLES * TILE_WIDTH) break;
  }
  return { writer: null, seq: null, record };
}

/** A batch as the log has it. */
export interface LoggedBatch {
  /** Index of its first entry. */
  readonly from: number;
  readonly ids: readonly (string | null)[];
  readonly leaves: readonly Uint8Array[];
}

/** Reads the log until a writer's batch is met. */
export async function findBatch(log: LogPlace, writer: string, seq: number): Promise<LoggedBatch | null> {
  let from = 0;
  let entries: Uint8Array[] = [];
  for await (const { entry, index } of entriesFrom(log, 0)) {
    if (looksLikeHead(entry)) {
      const head = readHead(entry)?.head;
      if (head?.writer === writer && head.seq === seq) {
        const idOf = (one: Uint8Array) =>
          looksLikeCertificate(one) ? null : (summarizeRecord(one)?.id ?? null);
        return { from, ids: entries.map(idOf), leaves: entries.map((one) => leafHash(one)) };
      }
      entries = [];
      from = index + 1;
    } else if (entries.length < MOST_BUNDLES * TILE_WIDTH) entries.push(entry);
  }
  return null;
}

/** The log's entries from one on; those of bundles that are missing are passed over. */
export async function* entriesFrom(
  { reader, trust, size }: LogPlace,
  from: number,
): AsyncGenerator<{ readonly entry: Uint8Array; readonly index: number }> {
  for (let number = Math.floor(from / TILE_WIDTH); number * TILE_WIDTH < size; number += 1) {
    const first = number * TILE_WIDTH;
    const width = Math.min(TILE_WIDTH, size - first);
    const bundle = await fetchTile(reader, 'entries', number, width, trust);
    if (bundle === null) continue;
    for (const [at, entry] of readBundle(bundle.bytes, width).entries.entries()) {
      if (first + at >= from) yield { entry, index: first + at };
    }
  }
}
