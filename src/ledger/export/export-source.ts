import type { FoundRecord } from '../index/read-indexed.ts';
import type { Finding } from '../segments/ledger-item.ts';

/** Whole records, oldest first, and what is wrong with the ledger as it is met. */
export type ExportSource = AsyncIterable<FoundRecord | Finding>;
