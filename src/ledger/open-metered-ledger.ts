import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { openFileLedger } from './file-ledger.ts';
import type { Ledger } from './ledger.ts';
import { ledgerDirectory } from './ledger-directory.ts';
import { meterLedger } from './meter-ledger.ts';
import type { FileLayer } from './segments/file-layer.ts';

/** The ledger of a running gateway: what becomes of it stands in log and metrics. */
export async function openMeteredLedger(
  { dataDir }: { readonly dataDir: string },
  clock: Clock,
  log: Log,
  metrics: Metrics,
  files: FileLayer,
): Promise<Ledger> {
  const ledger = await openFileLedger({
    directory: ledgerDirectory(dataDir),
    files,
    clock,
    random: randomBytes,
    onFatal: (detail) => log.error('ledger.segment.abandoned', { detail }),
    onAvailability: (available, detail) =>
      log.warn(available ? 'ledger.available' : 'ledger.unavailable', { detail }),
  });
  return meterLedger(ledger, metrics, clock);
}
