import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Installation } from './chain/installation.ts';
import type { Place } from './commit/any-sink.ts';
import { openRequiredLedger } from './commit/open-required-ledger.ts';
import type { Ledger } from './ledger.ts';
import { ledgerDirectory } from './ledger-directory.ts';
import { meterLedger } from './meter-ledger.ts';
import type { FileLayer } from './segments/file-layer.ts';
import { nodeFiles } from './segments/node-files.ts';

/**
 * The ledger of a running gateway, in the places that its configuration requires: what becomes of it stands in log
 * and metrics.
 * @param table the ledger's own; `null` only where files alone are required.
 */
export async function openMeteredLedger(
  { dataDir, ledger }: Pick<Config, 'dataDir' | 'ledger'>,
  installation: Installation,
  clock: Clock,
  log: Log,
  metrics: Metrics,
  files: FileLayer = nodeFiles,
  table: Place | null = null,
): Promise<Ledger> {
  const opened = await openRequiredLedger({
    require: ledger.require,
    installation,
    clock,
    random: randomBytes,
    log,
    directory: ledgerDirectory(dataDir),
    files,
    table,
    limits: { heartbeatMs: ledger.heartbeatSeconds * 1000 },
  });
  return meterLedger(opened, metrics, clock);
}
