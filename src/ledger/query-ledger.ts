import { type EventFilter, eventMatches } from './event-filter.ts';
import { expandRecord } from './expand-record.ts';
import { everyRecord, type FoundRecord } from './index/read-indexed.ts';
import type { LedgerEvent } from './ledger-event.ts';
import type { Finding } from './segments/ledger-item.ts';

export type QueryItem = { readonly kind: 'event'; readonly event: LedgerEvent } | Finding;

/**
 * Streams the events that pass the filter, and what is wrong with the ledger as it is met: damage hides
 * records, so an answer without its findings would look whole. Reads every segment; see `index/` for another way.
 *
 * @param skipWriter ULID of a writer whose segments are left out: the reader's own record of this reading.
 * @throws LedgerNotFoundError when the directory is missing.
 */
export async function* queryLedger(
  directory: string,
  filter: EventFilter,
  skipWriter: string | null = null,
): AsyncGenerator<QueryItem> {
  yield* queryRecords(everyRecord(directory, filter, skipWriter), filter);
}

/** The events of records that were found by the filter, and the findings among them. */
export async function* queryRecords(
  records: AsyncIterable<FoundRecord | Finding>,
  filter: EventFilter,
): AsyncGenerator<QueryItem> {
  for await (const item of records) {
    if (item.kind === 'finding') {
      yield item;
      continue;
    }
    for (const event of expandRecord(item.record, item.firstOrdinal)) {
      if (eventMatches(event, filter)) yield { kind: 'event', event };
    }
  }
}
