import { join } from 'node:path';
import type { Log } from '../../log.ts';
import type { LedgerNames } from '../ledger-names.ts';
import type { LogStore } from '../log/log-store.ts';
import { createTenantLedger } from './create-tenant-ledger.ts';
import { createLogSource } from './log-source.ts';
import { openLedgerIndex } from './open-ledger-index.ts';
import type { TenantLedger } from './tenant-ledger.ts';

/** The index of a log in a data directory: can be removed at any time, and is built anew. */
export function indexPath(dataDir: string): string {
  return join(dataDir, 'index', 'ledger.sqlite');
}

/** What a gateway needs to be asked for the ledger: one index over all tenants, and each tenant's own view of it. */
export interface TenantLedgers {
  open(tenant: string): TenantLedger;
  close(): Promise<void>;
}

/** @param names under which a tenant's patients and actors stand in its records. */
export function openTenantLedgers({
  dataDir,
  store,
  names,
  log,
}: {
  readonly dataDir: string;
  /** Where the log lies: nothing is written there. */
  readonly store: Pick<LogStore, 'get'>;
  readonly names: (tenant: string) => LedgerNames;
  readonly log: Pick<Log, 'info' | 'warn'>;
}): TenantLedgers {
  const source = createLogSource(store);
  const index = openLedgerIndex({ path: indexPath(dataDir), source, log });
  const { checkpoint } = source;
  return Object.freeze({
    open: (tenant: string) => createTenantLedger(tenant, { index, checkpoint, names: names(tenant) }),
    close: () => index.close(),
  });
}
