import { hkdfSync } from 'node:crypto';
import { isFhirId } from '../../src/fhir-id.ts';
import { openPatientKey, type PatientKey } from '../keys/tenant-keys.ts';
import { batchGet } from './batch-get.ts';
import { requiredBytes, requiredText } from './item.ts';
import { tenantItemKeys } from './item-keys.ts';
import type { StoreCalls } from './store-calls.ts';
import type { TenantKeyring } from './tenant-keyring.ts';

/** Keys of one tenant's names in the ledger, 32 bytes each. Both @throws UpstreamUnavailableError. */
export interface NameKeys {
  /** For actors, and for ids that are no patient's of the store. */
  tenant(): Promise<Uint8Array>;
  /** Of those of these patients that are stored and not erased. */
  patients(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

/**
 * The key of a patient's names in the ledger, derived from the patient's own key (RFC 5869): once that is erased,
 * nothing anywhere leads from the names to the patient.
 */
export function patientLedgerKey(tenant: string, { pseudonyms }: PatientKey): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', pseudonyms, tenant, 'ledger names', 32));
}

export function createNameKeys({
  store,
  keyring,
  tenant,
}: {
  readonly store: StoreCalls;
  readonly keyring: TenantKeyring;
  readonly tenant: string;
}): NameKeys {
  const itemKeys = tenantItemKeys(tenant);
  return Object.freeze({
    async tenant() {
      const { secrets } = await keyring.open(tenant);
      return new Uint8Array(hkdfSync('sha256', secrets.index, tenant, 'ledger names', 32));
    },
    async patients(ids: readonly string[]) {
      const asked = [...new Set(ids)].filter(isFhirId);
      const items = await batchGet(store, asked.map(itemKeys.patientKey));
      const found = await Promise.all(
        asked.map(async (id, at) => {
          const item = items[at] ?? null;
          if (item === null || item.erased !== undefined) return [];
          const tenantKey = await keyring.version(tenant, requiredText(item, 'under'));
          const key = openPatientKey(tenant, id, tenantKey, requiredBytes(item, 'w'));
          return [[id, patientLedgerKey(tenant, key)] as const];
        }),
      );
      return new Map(found.flat());
    },
  });
}
