import { DataIntegrityError } from '../../src/errors.ts';
import type { RandomBytes } from './key-service.ts';
import { openValue, sealValue } from './sealed-value.ts';

/** Secrets of a tenant that outlive rotations of its key. 32 bytes each. */
export interface TenantSecrets {
  /** Blind indexes and content hashes. A rotation would make every index useless. */
  readonly index: Uint8Array;
  /** Resources that belong to no patient. */
  readonly records: Uint8Array;
}

/** One tenant's keys, opened. Held in memory for a bounded period. */
export interface TenantKeys {
  readonly tenant: string;
  /** Version under which new patient keys are wrapped. */
  readonly current: string;
  /** Tenant keys by version, those needed so far. */
  readonly versions: ReadonlyMap<string, Uint8Array>;
  readonly secrets: TenantSecrets;
}

/**
 * A patient's own key material, random. Deleting it erases the patient, in every copy. 32 bytes each.
 * `pseudonyms` is random and not derived from the person's information (45 CFR 164.514(c)).
 */
export interface PatientKey {
  readonly data: Uint8Array;
  readonly pseudonyms: Uint8Array;
}

const secretsPlace = (tenant: string) => ['keys', `T#${tenant}`, 'TENANT', 'secrets'];
const patientPlace = (tenant: string, patientId: string) => [
  'keys',
  `T#${tenant}#P#${patientId}`,
  'KEY',
  'w',
];

export function sealSecrets(
  tenant: string,
  tenantKey: Uint8Array,
  { index, records }: TenantSecrets,
  random: RandomBytes,
): Uint8Array {
  return sealValue(tenantKey, secretsPlace(tenant), Buffer.concat([index, records]), random);
}

export function openSecrets(tenant: string, tenantKey: Uint8Array, sealed: Uint8Array): TenantSecrets {
  const [index, records] = halves(openValue(tenantKey, secretsPlace(tenant), sealed));
  return { index, records };
}

export function sealPatientKey(
  tenant: string,
  patientId: string,
  tenantKey: Uint8Array,
  { data, pseudonyms }: PatientKey,
  random: RandomBytes,
): Uint8Array {
  return sealValue(tenantKey, patientPlace(tenant, patientId), Buffer.concat([data, pseudonyms]), random);
}

/** @throws DataIntegrityError when the wrapped key is not this patient's. */
export function openPatientKey(
  tenant: string,
  patientId: string,
  tenantKey: Uint8Array,
  sealed: Uint8Array,
): PatientKey {
  const [data, pseudonyms] = halves(openValue(tenantKey, patientPlace(tenant, patientId), sealed));
  return { data, pseudonyms };
}

function halves(bytes: Uint8Array): readonly [Uint8Array, Uint8Array] {
  if (bytes.length !== 64) throw new DataIntegrityError('key material has the wrong length');
  return [bytes.subarray(0, 32), bytes.subarray(32)];
}
