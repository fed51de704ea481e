import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics.ts';
import type { Ledger } from './ledger.ts';

/** The same ledger, with its time and failures counted. */
export function meterLedger(ledger: Ledger, metrics: Metrics, clock: Clock): Ledger {
  return {
    append: async (record) => {
      const started = clock();
      try {
        await ledger.append(record);
      } catch (error) {
        metrics.ledgerFailed();
        throw error;
      }
      metrics.recorded(clock() - started);
    },
    get available() {
      return ledger.available;
    },
    close: () => ledger.close(),
  };
}
