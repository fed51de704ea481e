import type { Config } from '../config.ts';
import type { EventFilter } from '../ledger/event-filter.ts';
import type { ExportSource } from '../ledger/export/export-source.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { privilegedRecord } from '../ledger/privileged-record.ts';
import { listSegments } from '../ledger/segments/list-segments.ts';
import { openIndex } from './open-index.ts';
import { type OutsideClient, outsideClients } from './outside-clients.ts';
import { actForTenant } from './tenant-acts.ts';

/** What of the ledger leaves it, and by which command. */
export interface LedgerUse {
  /** A constant name such as `ledger_exported`. */
  readonly operation: string;
  readonly tenant: string;
  /** FHIR logical id; `null`: everybody. */
  readonly patient: string | null;
  readonly actor: string | null;
}

/** What a recorded use may read. */
export interface LedgerReading {
  /** All names that the patient and the actor asked for may stand under; `null` where none was asked for. */
  readonly patientNames: readonly string[] | null;
  readonly actorNames: readonly string[] | null;
  read(filter: EventFilter): ExportSource;
  /** What is registered of a client that another organisation runs; `null`: the house's own. */
  outsider(client: string): OutsideClient | null;
}

/**
 * Puts a use of the ledger into it, and then lets it be read. The reading leaves its own record out.
 *
 * @throws LedgerNotFoundError where there is no ledger, UnknownTenantError, UpstreamUnavailableError, and when the
 *   record is not durable: then nothing is shown.
 */
export async function takeFromLedger(
  config: Config,
  { operation, tenant, patient, actor }: LedgerUse,
  use: (reading: LedgerReading) => Promise<void>,
): Promise<void> {
  // A reading must not make a ledger where there is none.
  await listSegments(ledgerDirectory(config.dataDir));
  await actForTenant(config, tenant, async ({ store, names, record }) => {
    const patientNames = patient === null ? null : await names.patient(patient);
    const actorNames = actor === null ? null : await names.actor(actor);
    const outsider = await outsideClients(config, store.clients, tenant);
    let own = '';
    await record((about) => {
      own = about.id;
      return privilegedRecord({ ...about, operation, tenant, subject: patient });
    });
    const index = await openIndex(config);
    try {
      await use({
        patientNames,
        actorNames,
        outsider,
        read: (filter) => withoutOwn(index.read(filter), own),
      });
    } finally {
      index.close();
    }
  });
}

async function* withoutOwn(items: ExportSource, own: string): ExportSource {
  for await (const item of items) {
    if (item.kind === 'finding' || item.record.id !== own) yield item;
  }
}
