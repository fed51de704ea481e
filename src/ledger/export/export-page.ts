import type { ExportPosition } from '../desk/desk-jobs.ts';
import type { EventFilter } from '../event-filter.ts';
import type { LedgerIndex, PlacedRecord } from '../index/ledger-index.ts';
import type { FoundRecord } from '../index/read-indexed.ts';
import type { ExportSite } from './agents.ts';
import { type ExportFormat, exportLines } from './export-lines.ts';

export interface PageOptions {
  readonly format: Exclude<ExportFormat, 'bundle'>;
  readonly filter: EventFilter;
  readonly site: ExportSite;
  /** Records; at least 1. */
  readonly first: number;
  readonly after: ExportPosition | null;
  /** Bytes as JSON, which is how it is answered; a single record may be more. */
  readonly mostBytes: number;
  /** What this request left itself is not shown. */
  readonly request: string;
}

export interface ExportPage {
  readonly text: string;
  readonly count: number;
  readonly next: ExportPosition | null;
  /** False: the log has entries that cannot be read. */
  readonly complete: boolean;
}

/**
 * A page of an export, in order of time and of the log as long as it was at the first page: each record is on one page, however
 * the log grows meanwhile.
 * @param index brought up to the log.
 */
export async function exportPage(
  index: Pick<LedgerIndex, 'records' | 'state'>,
  options: PageOptions,
): Promise<ExportPage> {
  const { format, filter, site, first, after, mostBytes, request } = options;
  const { size: now, unreadable } = index.state();
  const size = after?.size ?? now;
  /** Behind the last record whose text is in the page. */
  let taken = after;
  let records = 0;
  let bytes = 0;
  let hasNext = false;
  const source = async function* (): AsyncGenerator<FoundRecord> {
    for (const placed of index.records(from(filter, after))) {
      const { record, firstOrdinal, time, entry } = placed;
      if (entry >= size || record.request === request || !isBehind(placed, after)) continue;
      hasNext = records === first || bytes >= mostBytes;
      if (hasNext) return;
      records += 1;
      yield { kind: 'record', record, firstOrdinal };
      taken = { time, entry, size };
    }
  };
  const lines = exportLines(source(), {
    ...{ format, filter, site, bundleType: 'batch', bundleSize: 1 },
    onFinding: () => undefined,
    onCount: () => undefined,
  });
  let text = '';
  let count = 0;
  for await (const piece of lines) {
    const isHeader = records === 0;
    if (isHeader && after !== null) continue;
    const length = Buffer.byteLength(JSON.stringify(piece));
    hasNext = bytes + length > mostBytes && count > 0;
    if (hasNext) break;
    bytes += length;
    text += piece;
    count += isHeader ? 0 : piece.split('\n').length - 1;
  }
  return { text, count, next: hasNext ? taken : null, complete: unreadable === 0 };
}

/** The narrowest time from which what comes next can be found. */
function from(filter: EventFilter, after: ExportPosition | null): EventFilter {
  const since = Math.max(filter.since ?? -1, after?.time ?? -1);
  return since < 0 ? filter : { ...filter, since };
}

/** Records without a readable time come first, and with any `since`. */
function isBehind({ time, entry }: PlacedRecord, after: ExportPosition | null): boolean {
  return after === null || time > after.time || (time === after.time && entry > after.entry);
}
