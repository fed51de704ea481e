import { openFileInstallation } from '../../../datasources/keys/open-ledger-keys.ts';
import { ledgerDirectory } from '../../../src/ledger/ledger-directory.ts';
import type { Verification } from '../../../src/ledger/verify/verify-ledger.ts';
import { verifySegments } from './verify-segments.ts';

/** What a gateway left in its data directory, looked at with its own installation's key. */
export async function verifyDataDir(dataDir: string): Promise<Verification> {
  return verifySegments(ledgerDirectory(dataDir), await openFileInstallation(dataDir));
}
