import type { Config } from '../config.ts';
import type { EventFilter } from '../ledger/event-filter.ts';
import { LedgerIndex } from '../ledger/index/ledger-index.ts';
import { createLogSource } from '../ledger/index/log-source.ts';
import { indexPath } from '../ledger/index/open-tenant-ledgers.ts';
import { everyRecord, type FoundRecord, readIndexed } from '../ledger/index/read-indexed.ts';
import { updateIndex } from '../ledger/index/update-index.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import type { Finding } from '../ledger/segments/ledger-item.ts';
import { logForIndex } from './log-for-index.ts';

/** What is on record here, however it is best read. */
export interface OpenedIndex {
  /** There is a log, and it is what is read. */
  readonly ofLog: boolean;
  read(filter: EventFilter): AsyncIterable<FoundRecord | Finding>;
  /** Whether any of a tenant's records is known to bear pseudonyms. */
  hasNames(tenant: string): boolean;
  close(): void;
}

/**
 * Opens the index and brings it up to the log. Where there is no log every segment is read instead; where there is one
 * and it, or its index, cannot be used, likewise, but said: segments may have been pruned.
 */
export async function openIndex(config: Config): Promise<OpenedIndex> {
  const directory = ledgerDirectory(config.dataDir);
  const segments: OpenedIndex = {
    ofLog: false,
    read: (filter) => everyRecord(directory, filter, null),
    hasNames: () => false,
    close: () => undefined,
  };
  const source = createLogSource(logForIndex(config));
  let index: LedgerIndex | null = null;
  try {
    if ((await source.checkpoint()) === null) return segments;
    const opened = new LedgerIndex(indexPath(config.dataDir), (why) => {
      if (why !== 'absent') process.stderr.write(`phield ledger query: the index was built anew: ${why}\n`);
    });
    index = opened;
    await updateIndex(opened, source);
    return {
      ofLog: true,
      read: (filter) => readIndexed(opened, directory, filter, null),
      hasNames: (tenant) => opened.hasNames(tenant),
      close: () => opened.close(),
    };
  } catch (error) {
    index?.close();
    const what = error instanceof Error ? error.name : 'unknown';
    process.stderr.write(
      `phield ledger query: the log or its index cannot be used (${what}); reading segments\n`,
    );
    process.exitCode = 1;
    return segments;
  }
}
