import { randomBytes } from 'node:crypto';
import { openInstallation } from '../../datasources/keys/open-ledger-keys.ts';
import type { Config } from '../config.ts';
import { LedgerUnavailableError, UpstreamUnavailableError } from '../errors.ts';
import { type FileLedger, openFileLedger } from '../ledger/file-ledger.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';

/**
 * The ledger for one command, by a writer of its own, beside a running gateway or without one. The command MUST
 * close it.
 * @throws LedgerUnavailableError when what certifies the writer is out of reach; DataIntegrityError
 */
export async function openCommandLedger(config: Config): Promise<FileLedger> {
  return openFileLedger({
    installation: await openInstallation(config).catch(refuse),
    directory: ledgerDirectory(config.dataDir),
    clock: Date.now,
    random: randomBytes,
    onFatal: () => undefined,
  });
}

function refuse(error: unknown): never {
  if (!(error instanceof UpstreamUnavailableError)) throw error;
  throw new LedgerUnavailableError(error.detail);
}
