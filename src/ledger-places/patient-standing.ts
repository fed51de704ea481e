import type { Store } from '../../datasources/open-store.ts';
import type { PatientStanding } from '../ledger/export/accounting/gaps-of.ts';

/** Whether a tenant's store has a patient. @throws UpstreamUnavailableError */
export async function patientStanding(
  store: Pick<Store, 'nameKeys' | 'erasedPatients'>,
  tenant: string,
  patient: string,
): Promise<PatientStanding> {
  if ((await store.nameKeys(tenant).patients([patient])).has(patient)) return 'stored';
  return (await store.erasedPatients(tenant)).includes(patient) ? 'erased' : 'unknown';
}
