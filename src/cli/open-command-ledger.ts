import { randomBytes } from 'node:crypto';
import { openLedgerStore } from '../../datasources/dynamodb/ledger-store.ts';
import { openInstallation } from '../../datasources/keys/open-ledger-keys.ts';
import type { Config } from '../config.ts';
import { LedgerUnavailableError, UpstreamUnavailableError } from '../errors.ts';
import type { Installation } from '../ledger/chain/installation.ts';
import { openRequiredLedger } from '../ledger/commit/open-required-ledger.ts';
import type { FileLedger } from '../ledger/file-ledger.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { nodeFiles } from '../ledger/segments/node-files.ts';
import { withClose } from '../ledger/with-close.ts';
import { createLog } from '../log.ts';

/**
 * The ledger for one command, by a writer of its own, beside a running gateway or without one, in the places that the
 * configuration requires. The command MUST close it.
 * @param certifier what certifies the writer, where it is not the key in force.
 * @throws LedgerUnavailableError when what certifies the writer is out of reach; DataIntegrityError
 */
export async function openCommandLedger(config: Config, certifier?: Installation): Promise<FileLedger> {
  const { require, heartbeatSeconds } = config.ledger;
  const installation = certifier ?? (await openInstallation(config).catch(refuse));
  const table = require === 'file' ? null : await openLedgerStore(config).catch(refuse);
  const ledger = await openRequiredLedger({
    require,
    installation,
    clock: Date.now,
    random: randomBytes,
    // What fails is told by the command itself.
    log: createLog('silent'),
    directory: ledgerDirectory(config.dataDir),
    files: nodeFiles,
    table,
    limits: { heartbeatMs: heartbeatSeconds * 1000 },
  });
  if (table === null) return ledger;
  return withClose(ledger, async () => {
    await ledger.close();
    await table.close();
  });
}

function refuse(error: unknown): never {
  if (!(error instanceof UpstreamUnavailableError)) throw error;
  throw new LedgerUnavailableError(error.detail);
}
