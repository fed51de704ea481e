import { randomBytes } from 'node:crypto';
import { type FileLedger, type FileLedgerOptions, openFileLedger } from '../../src/ledger/file-ledger.ts';
import type { FileLayer } from '../../src/ledger/segments/file-layer.ts';
import { createInstallation } from './support/seal-batches.ts';

/** Certifies the writers of this test file. */
export const TEST_INSTALLATION = createInstallation();

/** A ledger that tries again quickly. */
export function openTestLedger(
  directory: string,
  change: Partial<FileLedgerOptions> & { files?: FileLayer } = {},
): Promise<FileLedger> {
  return openFileLedger({
    installation: TEST_INSTALLATION,
    directory,
    clock: Date.now,
    random: randomBytes,
    onFatal: () => undefined,
    ...change,
    limits: { retryMs: 5, ...change.limits },
  });
}
