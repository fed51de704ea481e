import type { Log, LogFields } from '../log.ts';
import type { Metrics } from '../metrics.ts';

/** The same log, with what befalls the ledger counted by line and code: an alert needs no log. */
export function meterLines(log: Log, metrics: Pick<Metrics, 'ledgerEvent'>): Log {
  const counting = (level: 'info' | 'warn' | 'error') => (event: string, fields?: LogFields) => {
    metrics.ledgerEvent(event, fields?.code ?? '');
    log[level](event, fields);
  };
  return Object.freeze({ info: counting('info'), warn: counting('warn'), error: counting('error') });
}
