import type { OrganizationalRecord, PatientWithFacts } from '../health-data.ts';
import { openValue } from '../keys/sealed-value.ts';
import type { TenantSecrets } from '../keys/tenant-keys.ts';
import { type Item, requiredBytes, requiredText, textOf } from './item.ts';
import { openRecord, type ReadPatient } from './read-patient.ts';
import type { ReadScope } from './read-scope.ts';
import { asOrganizationalRecord, decodeJson } from './record-codec.ts';

/**
 * One clinical row: its locator, then row and patient in one batch. Where there is no locator the second
 * batch asks for keys that cannot exist, so that both take the same calls.
 */
export async function readRow(
  scope: ReadScope,
  patient: (id: string) => Promise<ReadPatient>,
  type: string,
  id: string,
): Promise<PatientWithFacts> {
  if (type === 'Patient') return patient(id);
  const [[locator]] = await Promise.all([
    scope.items([scope.itemKeys.locator(type, id)]),
    scope.anchors(),
    scope.tenantKeys(),
  ]);
  const sortKey = locator ? textOf(locator, 'k') : null;
  const subjectId = sortKey !== null && locator ? requiredText(locator, 'p') : '';
  const decoy = scope.itemKeys.locator(type, id).pk;
  const [{ facts, key }, [item]] = await Promise.all([
    patient(subjectId),
    scope.items([scope.itemKeys.row(subjectId, sortKey ?? decoy)]),
  ]);
  return { record: key !== null && item ? openRecord(key, item) : null, facts };
}

/** A resource that belongs to no patient. */
export async function readOrganizational(
  scope: ReadScope,
  type: string,
  id: string,
): Promise<OrganizationalRecord | null> {
  const [{ secrets }, [item]] = await Promise.all([
    scope.tenantKeys(),
    scope.items([scope.itemKeys.organizational(type, id)]),
  ]);
  return item ? openOrganizational(secrets, item) : null;
}

/** `null` for one that was deleted. @throws DataIntegrityError when it is not as it was written. */
export function openOrganizational({ records }: TenantSecrets, item: Item): OrganizationalRecord | null {
  if (item.b === undefined) return null;
  const place = ['data', requiredText(item, 'pk'), requiredText(item, 'sk'), 'b'];
  return asOrganizationalRecord(decodeJson(openValue(records, place, requiredBytes(item, 'b'))));
}
