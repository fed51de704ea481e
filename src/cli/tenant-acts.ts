import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { openStore, type Store } from '../../datasources/open-store.ts';
import type { Pseudonyms } from '../access/ledger-block.ts';
import type { Config } from '../config.ts';
import { openFileHolds } from '../ledger/keep/file-holds.ts';
import type { HoldStore } from '../ledger/keep/hold.ts';
import { createLedgerNames, type LedgerNames } from '../ledger/ledger-names.ts';
import type { OperationRecord } from '../ledger/operation-record.ts';
import type { PrivilegedAct } from '../ledger/privileged-record.ts';
import { pseudonymiseRecord } from '../ledger/pseudonymise-record.ts';
import { createUlid } from '../ledger/ulid.ts';
import { expectDataFolder } from './expect-data-folder.ts';
import { knownTenant } from './known-tenant.ts';
import { openCommandLedger } from './open-command-ledger.ts';

/** What an operator's command does to one tenant's data, beside a running gateway or without one. */
export interface TenantActs {
  readonly store: Store;
  /** Whose ids the tenant's records bear as pseudonyms. */
  readonly pseudonyms: Pseudonyms;
  readonly names: LedgerNames;
  readonly holds: HoldStore;
  /**
   * Puts an act into the ledger, by a writer of its own, under the names that the tenant wants.
   * @throws when it is not durable: then it MUST NOT be done.
   */
  record(compose: (about: About) => OperationRecord): Promise<void>;
  newId(): string;
}

/** Who does it, and when. */
export type About = Omit<PrivilegedAct, 'operation' | 'tenant' | 'subject'>;

/** @throws UnknownTenantError, UpstreamUnavailableError, and what the act throws. */
export async function actForTenant<T>(
  config: Config,
  tenant: string,
  act: (acts: TenantActs) => Promise<T>,
): Promise<T> {
  const { pseudonyms = 'none' } = await knownTenant(config, tenant);
  await expectDataFolder(config);
  const newId = createUlid(Date.now, randomBytes);
  const store = await openStore(config, Date.now);
  try {
    const keys = store.nameKeys(tenant);
    return await act({
      store,
      pseudonyms,
      names: createLedgerNames(keys),
      holds: holdsOf(config, store),
      newId,
      record: async (compose) => {
        const time = new Date().toISOString();
        const own = compose({
          id: newId(),
          time,
          actor: `os-user:${userInfo().username}`,
          client: 'phield-cli',
        });
        const met = { keyOf: () => undefined, lookUpOthers: true };
        const record = pseudonyms === 'none' ? own : await pseudonymiseRecord(own, pseudonyms, keys, met);
        const ledger = await openCommandLedger(config);
        try {
          await ledger.append(record);
        } finally {
          await ledger.close();
        }
      },
    });
  } finally {
    await store.close();
  }
}

/** In the embedded profile holds lie in the data directory: they MUST outlive a store that is made anew. */
export function holdsOf(config: Pick<Config, 'profile' | 'dataDir'>, store: Pick<Store, 'holds'>): HoldStore {
  return config.profile === 'embedded' ? openFileHolds(config.dataDir) : store.holds;
}
