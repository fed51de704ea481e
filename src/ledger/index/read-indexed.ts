import { type EventFilter, recordMatches } from '../event-filter.ts';
import type { OperationRecord } from '../operation-record.ts';
import type { Finding } from '../segments/ledger-item.ts';
import { LedgerNotFoundError } from '../segments/list-segments.ts';
import { readLedger } from '../segments/read-ledger.ts';
import type { LedgerIndex } from './ledger-index.ts';
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
 * Everything that is on record here, oldest first: what the log has by way of the index, and what lies in the segments
 * and not yet in the log. Both as of one moment, so that nothing is missed between them and nothing comes twice.
 *
 * @param index brought up to the log; it MUST NOT be asked anything else meanwhile.
 * @param directory of the segments; there need be none.
 */
export async function* readIndexed(
  index: LedgerIndex,
  directory: string,
  filter: EventFilter,
  skipWriter: string | null,
): AsyncGenerator<FoundRecord | Finding> {
  index.beginReading();
  try {
    const { unreadable } = index.state();
    if (unreadable > 0) yield unreadableEntry();
    const logged = indexed(index, filter);
    const tail = unlogged(directory, index, filter, skipWriter);
    let [first, second] = [await logged.next(), await tail.next()];
    while (first.done !== true || second.done !== true) {
      const fromLog = second.done === true || (first.done !== true && first.value.time <= second.value.time);
      if (fromLog && first.done !== true) {
        yield first.value.item;
        first = await logged.next();
      } else if (second.done !== true) {
        yield second.value.item;
        second = await tail.next();
      }
    }
  } finally {
    index.endReading();
  }
}

/**
 * The same by reading every segment, where there is no log.
 * @throws LedgerNotFoundError when the directory is missing.
 */
export async function* everyRecord(
  directory: string,
  filter: EventFilter,
  skipWriter: string | null,
): AsyncGenerator<FoundRecord | Finding> {
  for await (const item of readLedger(directory, skipWriter)) {
    if (item.kind === 'finding') yield item;
    if (item.kind !== 'record' || !recordMatches(item.record, filter)) continue;
    yield { kind: 'record', record: item.record, firstOrdinal: item.firstOrdinal };
  }
}

async function* indexed(index: LedgerIndex, filter: EventFilter): AsyncGenerator<Timed> {
  for (const { time, record, firstOrdinal } of index.records(filter)) {
    yield { time, item: { kind: 'record', record, firstOrdinal } };
  }
}

async function* unlogged(
  directory: string,
  index: LedgerIndex,
  filter: EventFilter,
  skipWriter: string | null,
): AsyncGenerator<Timed> {
  try {
    for await (const item of readTail(directory, index.writers(), skipWriter)) {
      // What is wrong is told before what comes next, whatever time that has.
      if (item.kind === 'finding') yield { time: Number.NEGATIVE_INFINITY, item };
      if (item.kind !== 'record' || !recordMatches(item.record, filter)) continue;
      const { record, firstOrdinal } = item;
      const time = Date.parse(record.time);
      yield { time: Number.isNaN(time) ? -1 : time, item: { kind: 'record', record, firstOrdinal } };
    }
  } catch (error) {
    // A gateway that keeps its records elsewhere has no segments.
    if (!(error instanceof LedgerNotFoundError)) throw error;
  }
}

/** The log has something that is none of ours: which it is, the verifier says. */
function unreadableEntry(): Finding {
  return { kind: 'finding', code: 'BAD_RECORD', file: 'log', offset: 0, after: null };
}
