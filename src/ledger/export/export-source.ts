import { type EventFilter, recordMatches } from '../event-filter.ts';
import type { OperationRecord } from '../operation-record.ts';
import type { Finding } from '../segments/ledger-item.ts';
import { readLedger } from '../segments/read-ledger.ts';

/** A record, or a part of one, as it was stored. */
export interface ExportedRecord {
  readonly kind: 'record';
  readonly record: OperationRecord;
  /** Ordinal of its first event within the whole record. */
  readonly firstOrdinal: number;
}

/** Whole records, oldest first, and what is wrong with the ledger as it is met. */
export type ExportSource = AsyncIterable<ExportedRecord | Finding>;

/**
 * Records any of whose events may pass the filter.
 * @param skipWriter ULID of a writer that is left out: the one that recorded this export.
 * @throws LedgerNotFoundError when the directory is missing.
 */
export async function* exportSource(
  directory: string,
  filter: EventFilter,
  skipWriter: string | null,
): AsyncGenerator<ExportedRecord | Finding> {
  for await (const item of readLedger(directory, skipWriter)) {
    if (item.kind === 'finding') yield item;
    if (item.kind !== 'record' || !recordMatches(item.record, filter)) continue;
    yield { kind: 'record', record: item.record, firstOrdinal: item.firstOrdinal };
  }
}
