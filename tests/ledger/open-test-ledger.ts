import { randomBytes } from 'node:crypto';
import { type FileLedger, type FileLedgerOptions, openFileLedger } from '../../src/ledger/file-ledger.ts';
import type { FileLayer } from '../../src/ledger/segments/file-layer.ts';

/** A ledger that tries again quickly. */
export function openTestLedger(
  directory: string,
  change: Partial<FileLedgerOptions> & { files?: FileLayer } = {},
): Promise<FileLedger> {
  return openFileLedger({
    directory,
    clock: Date.now,
    random: randomBytes,
    onFatal: () => undefined,
    ...change,
    limits: { retryMs: 5, ...change.limits },
  });
}
