import type { Config } from '../config.ts';
import type { EventFilter } from '../ledger/event-filter.ts';
import type { RecordsKnown } from '../ledger/export/accounting/gaps-of.ts';
import type { ExportSource } from '../ledger/export/export-source.ts';
import { type OutsideClient, outsiderOf } from '../ledger/export/outside-clients.ts';
import { privilegedRecord } from '../ledger/privileged-record.ts';
import { outsideClients } from '../ledger-places/outside-clients.ts';
import { patientStanding } from '../ledger-places/patient-standing.ts';
import { openIndex } from './open-index.ts';
import { actForTenant } from './tenant-acts.ts';

/** What of the ledger leaves it, and by which command. */
export interface LedgerUse {
  /** A constant name such as `ledger_exported`. */
  readonly operation: string;
  /** As it is called, such as `ledger export`. */
  readonly command: string;
  readonly tenant: string;
  /** FHIR logical id; `null`: everybody. */
  readonly patient: string | null;
  readonly actor: string | null;
}

/** What a recorded use may read. */
export interface LedgerReading extends RecordsKnown {
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
  { operation, command, tenant, patient, actor }: LedgerUse,
  use: (reading: LedgerReading) => Promise<void>,
): Promise<void> {
  const index = await openIndex(config, command);
  try {
    await actForTenant(config, tenant, async ({ store, pseudonyms, names, record }) => {
      const patientNames = patient === null ? null : await names.patient(patient);
      const actorNames = actor === null ? null : await names.actor(actor, patient);
      const outsider = outsiderOf(await outsideClients(config, store.clients, tenant));
      const standing = patient === null ? null : await patientStanding(store, tenant, patient);
      let own = '';
      await record((about) => {
        own = about.id;
        return privilegedRecord({ ...about, operation, tenant, subject: patient });
      });
      await use({
        patientNames,
        actorNames,
        outsider,
        standing,
        bearsNames: pseudonyms !== 'none' || index.hasNames(tenant),
        prunedUntil: index.prunedUntil(),
        read: (filter) => withoutOwn(index.read(filter), own),
      });
    });
  } finally {
    await index.close();
  }
}

async function* withoutOwn(items: ExportSource, own: string): ExportSource {
  for await (const item of items) {
    if (item.kind === 'finding' || item.record.id !== own) yield item;
  }
}
