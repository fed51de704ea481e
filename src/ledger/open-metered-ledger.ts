import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Installation } from './chain/installation.ts';
import { openFileLedger } from './file-ledger.ts';
import type { Ledger } from './ledger.ts';
import { ledgerDirectory } from './ledger-directory.ts';
import { meterLedger } from './meter-ledger.ts';
import type { FileLayer } from './segments/file-layer.ts';
import { nodeFiles } from './segments/node-files.ts';

/** The ledger of a running gateway: what becomes of it stands in log and metrics. */
export async function openMeteredLedger(
  { dataDir, ledger }: Pick<Config, 'dataDir' | 'ledger'>,
  installation: Installation,
  clock: Clock,
  log: Log,
  metrics: Metrics,
  fileLayer: FileLayer = nodeFiles,
): Promise<Ledger> {
  const files = await openFileLedger({
    installation,
    directory: ledgerDirectory(dataDir),
    files: fileLayer,
    clock,
    random: randomBytes,
    onFatal: (detail) => log.error('ledger.segment.abandoned', { detail }),
    onAvailability: (available, detail) =>
      log.warn(available ? 'ledger.available' : 'ledger.unavailable', { detail }),
    limits: { heartbeatMs: ledger.heartbeatSeconds * 1000 },
  });
  return meterLedger(files, metrics, clock);
}
