import { openLedgerStore } from '../../datasources/dynamodb/ledger-store.ts';
import type { Config } from '../config.ts';
import type { EventFilter } from '../ledger/event-filter.ts';
import { LedgerIndex } from '../ledger/index/ledger-index.ts';
import { createLogSource, type LogSource } from '../ledger/index/log-source.ts';
import { indexPath } from '../ledger/index/open-tenant-ledgers.ts';
import {
  everyRecord,
  type FoundRecord,
  readIndexed,
  tallyIndexed,
  tallyRecords,
  unreadLog,
} from '../ledger/index/read-indexed.ts';
import { updateIndex } from '../ledger/index/update-index.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import type { Finding } from '../ledger/segments/ledger-item.ts';
import { listSegments } from '../ledger/segments/list-segments.ts';
import type { UsageTally } from '../ledger/uses/usage-tally.ts';
import { logForIndex } from './log-for-index.ts';
import { logStanding } from './log-standing.ts';

/** What is on record here, however it is best read. */
export interface OpenedIndex {
  read(filter: EventFilter): AsyncIterable<FoundRecord | Finding>;
  /** Counts one tenant's use from a day on (since the epoch, UTC), by sums where there are any. @returns what is wrong. */
  tally(of: { readonly tenant: string; readonly from: number }, into: UsageTally): AsyncIterable<Finding>;
  /** Whether any of a tenant's records is known to bear pseudonyms; `null`: of any tenant's. */
  hasNames(tenant: string | null): boolean;
  /** Up to when records may be missing because they were pruned, milliseconds; `null`: none is known to be. */
  prunedUntil(): number | null;
  close(): Promise<void>;
}

/**
 * Opens the index and brings it up to the log. Where there never was a log every segment is read instead; where there is
 * one, or was, and it or its index cannot be used, likewise, but with a finding in each reading: segments may have been
 * pruned. What is not in the log yet is read where the configuration has batches written: segments, the table, or both.
 *
 * @param tell what went wrong; `isPartial`: and the answer may lack what was pruned.
 * @throws LedgerNotFoundError where there is no ledger; UpstreamUnavailableError when a table that is needed cannot be
 *   opened: an answer without what lies there would look whole.
 */
export async function openIndex(
  config: Config,
  tell: (what: string, isPartial: boolean) => void,
  log: LogSource = createLogSource(logForIndex(config)),
): Promise<OpenedIndex> {
  const directory = ledgerDirectory(config.dataDir);
  const table = config.ledger.require === 'file' ? null : await openLedgerStore(config);
  const source = table?.source ?? null;
  const segments = async (log: 'none' | 'unread'): Promise<OpenedIndex> => {
    // A reading must not make a ledger where there is none.
    if (table === null) await listSegments(directory);
    const before = log === 'unread' ? [unreadLog()] : [];
    return {
      read: (filter) => after(before, everyRecord(directory, filter, null, source)),
      tally: (of, into) => after(before, tallyRecords(directory, of, source, into)),
      hasNames: () => false,
      prunedUntil: () => null,
      close: async () => table?.close(),
    };
  };
  let index: LedgerIndex | null = null;
  try {
    const standing = await logStanding(config, log);
    if (standing === 'none') return segments('none');
    if (standing === 'gone') throw new LogGoneError();
    const opened = new LedgerIndex(indexPath(config.dataDir), (why) => {
      if (why !== 'absent') tell(`the index was built anew: ${why}`, false);
    });
    index = opened;
    await updateIndex(opened, log);
    return {
      read: (filter) => readIndexed(opened, directory, filter, null, source),
      tally: (of, into) => tallyIndexed(opened, directory, of, source, into),
      hasNames: (tenant) => opened.hasNames(tenant),
      prunedUntil: () => opened.prunedUntil(),
      close: async () => {
        opened.close();
        await table?.close();
      },
    };
  } catch (error) {
    index?.close();
    const what = error instanceof Error ? error.name : 'unknown';
    tell(`the log or its index cannot be used (${what}); reading segments`, true);
    return segments('unread');
  }
}

/** The log has no checkpoint any more. */
class LogGoneError extends Error {
  override readonly name = 'LogGoneError';
}

async function* after<Item>(
  before: readonly Finding[],
  items: AsyncIterable<Item>,
): AsyncGenerator<Item | Finding> {
  yield* before;
  yield* items;
}
