import type { Store } from '../../datasources/open-store.ts';
import type { Clock } from '../clock.ts';
import type { Closing } from '../closing.ts';
import type { Config } from '../config.ts';
import { createLedgerDesk } from '../ledger/desk/create-ledger-desk.ts';
import { DeskThread } from '../ledger/desk/desk-thread.ts';
import { startVerifier } from '../ledger/desk/start-verifier.ts';
import { createVerifications, type VerificationEvent } from '../ledger/desk/verifications.ts';
import type { PurposeAncestors } from '../ledger/export/accounting/purposes.ts';
import type { TenantLedger } from '../ledger/index/tenant-ledger.ts';
import { createLedgerNames } from '../ledger/ledger-names.ts';
import type { Log } from '../log.ts';
import { outsideClients } from './outside-clients.ts';
import { patientStanding } from './patient-standing.ts';

export interface DesksParts {
  readonly config: Config;
  readonly store: Pick<Store, 'nameKeys' | 'clients' | 'erasedPatients'>;
  readonly ancestors: PurposeAncestors;
  readonly clock: Clock;
  readonly log: Log;
  readonly open: (tenant: string) => TenantLedger;
}

/** @returns each tenant's ledger with a desk of its own; behind all of them is one thread, and one verifier at a time. */
export function openDesks(parts: DesksParts, closing: Closing): (tenant: string) => TenantLedger {
  const { config, store, ancestors, clock, log, open } = parts;
  const thread = new DeskThread({
    worker: new URL('./desk-worker.ts', import.meta.url),
    settings: { config },
    failed: (errorName) => log.warn('ledger.desk.failed', { errorName }),
  });
  closing.add(() => thread.close());
  const verifications = createVerifications({
    start: () => startVerifier(new URL('./verifier-worker.ts', import.meta.url), { config }),
    clock,
    tell: (event) => tell(event, log),
  });
  closing.add(() => verifications.close());
  return (tenant) => {
    const ledger = open(tenant);
    const desk = createLedgerDesk(tenant, {
      ...{ thread, verifications, ledger, ancestors, clock },
      names: createLedgerNames(store.nameKeys(tenant)),
      standing: (patient) => patientStanding(store, tenant, patient),
      clients: () => outsideClients(config, store.clients, tenant),
    });
    return Object.freeze({ ...ledger, desk });
  };
}

function tell(told: VerificationEvent, log: Log): void {
  if (told.event === 'found') {
    log.error('ledger.verification.found', { code: told.code, count: told.findings });
  } else if (told.event === 'ended') {
    log.error('ledger.verification.ended', { errorName: told.errorName });
  } else log.error('ledger.verification.unrecorded');
}
