import { expect, it } from 'vitest';
import { meterLines } from '../../src/ledger/meter-lines.ts';
import { createMetrics } from '../../src/metrics.ts';

it('counts what befalls the ledger by line and code, never by its detail, and logs it as before', async () => {
  const lines: unknown[] = [];
  const log = {
    info: (...line: unknown[]) => lines.push(['info', ...line]),
    warn: (...line: unknown[]) => lines.push(['warn', ...line]),
    error: (...line: unknown[]) => lines.push(['error', ...line]),
  };
  const metrics = createMetrics();
  const metered = meterLines(log, metrics);
  metered.error('ledger.log', { code: 'LOG_FORKED', detail: 'tile/0/000' });
  metered.warn('ledger.sink.behind', { code: 'ENOSPC', detail: 'file' });
  metered.warn('ledger.sink.behind', { code: 'ENOSPC', detail: 'dynamodb' });
  metered.info('ledger.index.caught-up');
  expect(lines).toEqual([
    ['error', 'ledger.log', { code: 'LOG_FORKED', detail: 'tile/0/000' }],
    ['warn', 'ledger.sink.behind', { code: 'ENOSPC', detail: 'file' }],
    ['warn', 'ledger.sink.behind', { code: 'ENOSPC', detail: 'dynamodb' }],
    ['info', 'ledger.index.caught-up', undefined],
  ]);
  const counted = (await metrics.text())
    .split('\n')
    .filter((line) => line.startsWith('phield_ledger_events'));
  expect(counted).toEqual([
    'phield_ledger_events_total{event="ledger.log",code="LOG_FORKED"} 1',
    'phield_ledger_events_total{event="ledger.sink.behind",code="ENOSPC"} 2',
    'phield_ledger_events_total{event="ledger.index.caught-up",code=""} 1',
  ]);
});

it('the ledger’s own gauges say what is so when they are asked', async () => {
  const metrics = createMetrics();
  let available = true;
  metrics.watchLedger(() => available);
  metrics.logCurrent(1_700_000_000_500, 42);
  expect(await metrics.text()).toMatch(/^phield_ledger_available 1$/m);
  available = false;
  const text = await metrics.text();
  expect(text).toMatch(/^phield_ledger_available 0$/m);
  expect(text).toMatch(/^phield_ledger_log_current_timestamp_seconds 1700000000.5$/m);
  expect(text).toMatch(/^phield_ledger_log_entries 42$/m);
});
