import type { ExportSource } from '../../../src/ledger/export/export-source.ts';
import type { OperationRecord } from '../../../src/ledger/operation-record.ts';
import type { Finding } from '../../../src/ledger/segments/ledger-item.ts';

/** What is exported: these records, each whole, and what was found among them. */
export async function* sourceOf(items: readonly (OperationRecord | Finding)[]): ExportSource {
  for (const item of items) {
    yield item.kind === 'finding' ? item : { kind: 'record', record: item, firstOrdinal: 0 };
  }
}
