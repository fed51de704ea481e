import { randomBytes } from 'node:crypto';
import { openLedgerStore } from '../datasources/dynamodb/ledger-store.ts';
import { openInstallation } from '../datasources/keys/open-ledger-keys.ts';
import { openLogName } from '../datasources/keys/open-log-name.ts';
import type { Store } from '../datasources/open-store.ts';
import type { Clock } from './clock.ts';
import type { Closing } from './closing.ts';
import { type Config, ConfigError } from './config.ts';
import type { PurposeAncestors } from './ledger/export/accounting/purposes.ts';
import { openTenantLedgers } from './ledger/index/open-tenant-ledgers.ts';
import type { TenantLedger } from './ledger/index/tenant-ledger.ts';
import type { Ledger } from './ledger/ledger.ts';
import { createLedgerNames } from './ledger/ledger-names.ts';
import { createHttpWitness } from './ledger/log/http-witness.ts';
import type { SequencerFinding } from './ledger/log/sequencer-finding.ts';
import { signedLog } from './ledger/log/signed-log.ts';
import { type RunningSequencer, startSequencer } from './ledger/log/start-sequencer.ts';
import { writerLostRecord } from './ledger/log/writer-lost-record.ts';
import { meterLines } from './ledger/meter-lines.ts';
import { openMeteredLedger } from './ledger/open-metered-ledger.ts';
import type { FileLayer } from './ledger/segments/file-layer.ts';
import { createUlid } from './ledger/ulid.ts';
import { openDesks } from './ledger-places/open-desks.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { openLogStore } from './open-log-store.ts';

export interface GatewayLedger {
  /** The barrier: where records become durable. */
  readonly ledger: Ledger;
  /** What a tenant's auditors ask. */
  readonly openTenantLedger: (tenant: string) => TenantLedger;
}

export interface LedgerParts {
  readonly config: Config;
  readonly store: Pick<Store, 'nameKeys' | 'clients' | 'erasedPatients'>;
  /** Of the schema's purposes. */
  readonly ancestors: PurposeAncestors;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Default: the machine's files. */
  readonly files: FileLayer | undefined;
}

/** Milliseconds after the start at which log and index are begun: what serves comes first. */
const BEHIND = 1_000;

/**
 * Puts the ledger of a gateway together: sinks, then behind the answers and in threads of their own the sequencer,
 * which takes what was recorded into the one log, and the index, which is fed from it.
 *
 * @throws ConfigError, and what opening keys or stores throws: nothing is served then.
 */
export async function assembleLedger(given: LedgerParts, closing: Closing): Promise<GatewayLedger> {
  const parts: LedgerParts = { ...given, log: meterLines(given.log, given.metrics) };
  const { config, store, ancestors, clock, log, metrics, files } = parts;
  // Found later, in the sequencer's thread, it would stop the log and nothing else.
  if (config.ledger.witnesses.some((text) => createHttpWitness(text) === null)) {
    throw new ConfigError('PHIELD_LEDGER_WITNESSES: a key is not as phield ledger witness prints it');
  }
  const installation = await openInstallation(config);
  const table = config.ledger.require === 'file' ? null : await openLedgerStore(config);
  if (table !== null) closing.add(() => table.close());
  const ledger = await openMeteredLedger(config, installation, clock, log, metrics, files, table);
  closing.add(() => ledger.close());
  metrics.watchLedger(() => ledger.available);

  const logStore = await openLogStore(config);
  closing.add(async () => logStore.close());
  const ledgers = openTenantLedgers({
    dataDir: config.dataDir,
    store: signedLog(logStore.store, () => openLogName(config)),
    names: (tenant) => createLedgerNames(store.nameKeys(tenant)),
    log,
  });
  closing.add(() => ledgers.close());
  const withDesk = openDesks({ config, store, ancestors, clock, log, open: ledgers.open }, closing);
  closing.add(sequenceBehind(ledger, parts));
  return { ledger, openTenantLedger: withDesk };
}

/** @returns what ends it. */
function sequenceBehind(ledger: Ledger, { config, clock, log, metrics }: LedgerParts): () => Promise<void> {
  const newId = createUlid(clock, randomBytes);
  let sequencer: RunningSequencer | null = null;
  const timer = setTimeout(() => {
    sequencer = startSequencer({
      assembly: new URL('./assemble-sequencer.ts', import.meta.url),
      settings: { config, trust: null },
      report: (finding) => tell(finding, log),
      progress: (outcome) => {
        if (outcome.kind === 'grown' || outcome.kind === 'idle') metrics.logCurrent(clock(), outcome.size);
      },
      recordLost: (silent) =>
        ledger.append(writerLostRecord(silent, newId(), new Date(clock()).toISOString())),
      died: (errorName) => log.error('ledger.sequencer.ended', { errorName }),
    });
  }, BEHIND);
  timer.unref();
  return async () => {
    clearTimeout(timer);
    await sequencer?.stop();
  };
}

/** Those that a log does not get over by itself. */
const ALARMS: ReadonlySet<SequencerFinding['code']> = new Set([
  'LOG_BEHIND',
  'LOG_FORKED',
  'LOG_DAMAGED',
  'BATCH_REFUSED',
]);

function tell({ code, ...about }: SequencerFinding, log: Log): void {
  const detail = Object.values(about).join(' ');
  log[ALARMS.has(code) ? 'error' : 'warn']('ledger.log', { code, ...(detail === '' ? {} : { detail }) });
}
