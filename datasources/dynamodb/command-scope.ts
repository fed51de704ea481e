import type { Clock } from '../../src/clock.ts';
import type { Actor } from '../../src/identity/actor.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { batchGet, type ItemKey } from './batch-get.ts';
import type { Item } from './item.ts';
import type { TenantItemKeys } from './item-keys.ts';
import { readPatientKey } from './read-patient.ts';
import type { StoreCalls } from './store-calls.ts';
import type { TenantKeyring } from './tenant-keyring.ts';

/** What the commands of one actor share. */
export interface CommandScope {
  readonly tenant: string;
  readonly actor: Pick<Actor, 'issuer' | 'id' | 'roles' | 'client'>;
  readonly store: StoreCalls;
  readonly keyring: TenantKeyring;
  readonly itemKeys: TenantItemKeys;
  readonly clock: Clock;
}

/** A patient as a command meets it. */
export interface CommandSubject {
  /** `null`: there is no such patient, or no more. */
  readonly key: PatientKey | null;
  readonly erased: boolean;
  /** Those asked for beside it, in order. */
  readonly items: readonly (Item | null)[];
}

/** Reads a patient and items beside it in one batch, whether or not it exists. */
export async function readSubject(
  { store, itemKeys, tenant, keyring }: CommandScope,
  patientId: string,
  beside: readonly ItemKey[],
): Promise<CommandSubject> {
  const [patientItem = null, keyItem = null, ...items] = await batchGet(store, [
    itemKeys.patient(patientId),
    itemKeys.patientKey(patientId),
    ...beside,
  ]);
  const erased = keyItem?.erased !== undefined;
  const key = keyItem === null ? null : await readPatientKey({ tenant, keyring }, patientId, keyItem);
  return { key: patientItem === null ? null : key, erased, items };
}

/** Times a command is tried against others that write the same item. */
export const COMMAND_ATTEMPTS = 6;
