import type { BatchSource } from '../commit/sink.ts';
import { type EventFilter, recordMatches } from '../event-filter.ts';
import { namesPruned } from '../keep/pruned-things.ts';
import type { OperationRecord } from '../operation-record.ts';
import type { Finding, LedgerItem } from '../segments/ledger-item.ts';
import { LedgerNotFoundError } from '../segments/list-segments.ts';
import { readLedger } from '../segments/read-ledger.ts';
import { DAY_MS } from '../uses/activity-count.ts';
import type { UsageTally } from '../uses/usage-tally.ts';
import type { LedgerIndex } from './ledger-index.ts';
import { readSourceTail } from './read-source-tail.ts';
import { readTail } from './read-tail.ts';

/** A record, or a part of one, of which events may pass the filter it was looked for by. */
export interface FoundRecord {
  readonly kind: 'record';
  readonly record: OperationRecord;
  /** Ordinal of its first event within the whole record. */
  readonly firstOrdinal: number;
}

interface Timed {
  readonly time: number;
  readonly item: FoundRecord | Finding;
}

/**
 * Everything that is on record here, oldest first: what the log has by way of the index, and what lies in the segments, or
 * in the table, and not yet in the log. All as of one moment, so that nothing is missed between them and nothing comes
 * twice.
 *
 * @param index brought up to the log; it MUST NOT be asked anything else meanwhile.
 * @param directory of the segments; there need be none.
 * @param table where batches go that are not, or not only, in segments; `null`: nowhere else.
 */
export async function* readIndexed(
  index: LedgerIndex,
  directory: string,
  filter: EventFilter,
  skipWriter: string | null,
  table: BatchSource | null = null,
): AsyncGenerator<FoundRecord | Finding> {
  index.beginReading();
  try {
    const { unreadable } = index.state();
    if (unreadable > 0) yield unreadableEntry();
    const tail = tailOf(index, directory, filter, skipWriter, table);
    for await (const { item } of merged(indexed(index, filter), tail)) yield item;
  } finally {
    index.endReading();
  }
}

/**
 * As `readIndexed`, but counts: what the log has by the index's sums, and only the rest record by record.
 * @param from day since the epoch, UTC, from which on it counts.
 * @returns what is wrong.
 */
export async function* tallyIndexed(
  index: LedgerIndex,
  directory: string,
  { tenant, from }: { readonly tenant: string; readonly from: number },
  table: BatchSource | null,
  into: UsageTally,
): AsyncGenerator<Finding> {
  index.beginReading();
  try {
    const { unreadable } = index.state();
    if (unreadable > 0) yield unreadableEntry();
    index.countUsage(tenant, from, into);
    for await (const { item } of tailOf(index, directory, { tenant }, null, table)) {
      if (item.kind === 'record') tallyFrom(from, item.record, into);
      else yield item;
    }
  } finally {
    index.endReading();
  }
}

/** What is not in the log yet. */
function tailOf(
  index: LedgerIndex,
  directory: string,
  filter: EventFilter,
  skipWriter: string | null,
  table: BatchSource | null,
): AsyncGenerator<Timed> {
  const inLog = index.writers();
  const ofSegments = whereThereAreAny(found(readTail(directory, inLog, skipWriter), filter));
  return table === null ? ofSegments : either(ofSegments, readSourceTail(table, inLog), filter);
}

/**
 * The same by reading every segment, and the whole table, where there is no log. A record there that others were pruned is
 * told as a finding: the log that they went into is not there.
 * @throws LedgerNotFoundError when the directory is missing, and there is no table.
 */
export async function* everyRecord(
  directory: string,
  filter: EventFilter,
  skipWriter: string | null,
  table: BatchSource | null = null,
): AsyncGenerator<FoundRecord | Finding> {
  const ofSegments = found(prunedTold(readLedger(directory, skipWriter)), filter);
  const all =
    table === null
      ? ofSegments
      : either(whereThereAreAny(ofSegments), prunedTold(readSourceTail(table, new Map())), filter);
  for await (const { item } of all) yield item;
}

/** As `everyRecord`, but counts. @returns what is wrong. */
export async function* tallyRecords(
  directory: string,
  { tenant, from }: { readonly tenant: string; readonly from: number },
  table: BatchSource | null,
  into: UsageTally,
): AsyncGenerator<Finding> {
  for await (const item of everyRecord(directory, { tenant }, null, table)) {
    if (item.kind === 'record') tallyFrom(from, item.record, into);
    else yield item;
  }
}

function tallyFrom(from: number, record: OperationRecord, into: UsageTally): void {
  if (recordMatches(record, { since: from * DAY_MS })) into.observe(record);
  else into.before(record);
}

async function* indexed(index: LedgerIndex, filter: EventFilter): AsyncGenerator<Timed> {
  for (const { time, record, firstOrdinal } of index.records(filter)) {
    yield { time, item: { kind: 'record', record, firstOrdinal } };
  }
}

/** Records that may have such events, and whatever is wrong. */
async function* found(items: AsyncIterable<LedgerItem>, filter: EventFilter): AsyncGenerator<Timed> {
  for await (const item of items) {
    // What is wrong is told before what comes next, whatever time that has.
    if (item.kind === 'finding') yield { time: Number.NEGATIVE_INFINITY, item };
    if (item.kind !== 'record' || !recordMatches(item.record, filter)) continue;
    const { record, firstOrdinal } = item;
    const time = Date.parse(record.time);
    yield { time: Number.isNaN(time) ? -1 : time, item: { kind: 'record', record, firstOrdinal } };
  }
}

/** What segments say of a log: it has what was pruned of them, or hashes of it. */
async function* prunedTold(items: AsyncIterable<LedgerItem>): AsyncGenerator<LedgerItem> {
  let isTold = false;
  for await (const item of items) {
    if (!isTold && item.kind === 'record' && namesPruned(item.record)) {
      isTold = true;
      yield unreadLog();
    }
    yield item;
  }
}

/** A gateway that keeps its records elsewhere has no segments. */
async function* whereThereAreAny(items: AsyncIterable<Timed>): AsyncGenerator<Timed> {
  try {
    yield* items;
  } catch (error) {
    if (!(error instanceof LedgerNotFoundError)) throw error;
  }
}

/** Of two places of which either may lack what the other has, each record once. */
async function* either(
  ofSegments: AsyncGenerator<Timed>,
  ofTable: AsyncIterable<LedgerItem>,
  filter: EventFilter,
): AsyncGenerator<Timed> {
  const told = new Set<string>();
  for await (const timed of merged(ofSegments, found(ofTable, filter))) {
    if (timed.item.kind === 'record') {
      const { record, firstOrdinal } = timed.item;
      const key = `${record.id}.${firstOrdinal}`;
      if (told.has(key)) continue;
      told.add(key);
    }
    yield timed;
  }
}

/** Two orders by time as one; of the same time, the first one's first. */
async function* merged(one: AsyncGenerator<Timed>, other: AsyncGenerator<Timed>): AsyncGenerator<Timed> {
  try {
    let [first, second] = [await one.next(), await other.next()];
    while (first.done !== true || second.done !== true) {
      if (first.done !== true && (second.done === true || first.value.time <= second.value.time)) {
        yield first.value;
        first = await one.next();
      } else if (second.done !== true) {
        yield second.value;
        second = await other.next();
      }
    }
  } finally {
    // Whoever stops early leaves nothing open.
    await Promise.all([one.return(undefined), other.return(undefined)]);
  }
}

/** There is a log, or was one, and it was not read: what was pruned is not in the answer. */
export function unreadLog(): Finding {
  return { kind: 'finding', code: 'LOG_UNREAD', file: 'log', offset: 0, after: null };
}

/** The log has something that is none of ours: which it is, the verifier says. */
function unreadableEntry(): Finding {
  return { kind: 'finding', code: 'BAD_RECORD', file: 'log', offset: 0, after: null };
}
