import type { FileLedger } from './file-ledger.ts';

/** The same ledger, with more to its end. @param close MUST close the ledger too. */
export function withClose(ledger: FileLedger, close: () => Promise<void>): FileLedger {
  return {
    writer: ledger.writer,
    append: (record) => ledger.append(record),
    get available() {
      return ledger.available;
    },
    close,
  };
}
