import type { OperationAccess } from './access/operation-access.ts';
import { OUTSIDE_STAFF } from './access/relationships.ts';
import type { TenantPolicy } from './access/tenant-policy.ts';
import { LedgerUnavailableError } from './errors.ts';
import type { NameKeys } from './ledger/ledger-names.ts';
import type { OperationRecord } from './ledger/operation-record.ts';
import { type Individual, pseudonymiseRecord } from './ledger/pseudonymise-record.ts';

/** @param lookUpOthers see `MetPatients`. */
export type NameRecord = (record: OperationRecord, lookUpOthers: boolean) => Promise<OperationRecord>;

/**
 * Every record of one operation as its tenant wants it recorded. `null`: with plain ids, at no cost.
 * @throws LedgerUnavailableError (the function given back) when the names cannot be made: no record, no disclosure.
 */
export function nameRecords(
  policy: Pick<TenantPolicy, 'pseudonyms'>,
  access: Pick<OperationAccess, 'actor' | 'model' | 'subjects'>,
  keys: NameKeys | null,
): NameRecord | null {
  const { pseudonyms = 'none' } = policy;
  if (pseudonyms === 'none') return null;
  const individual = individualOf(access);
  return async (record, lookUpOthers) => {
    if (keys === null) throw new LedgerUnavailableError('this gateway has no keys for pseudonyms');
    const met = new Map([...access.subjects].map(({ facts }) => [facts.subjectId, facts.ledgerKey]));
    try {
      return await pseudonymiseRecord(record, pseudonyms, keys, {
        keyOf: (id) => met.get(id),
        lookUpOthers,
        individual,
      });
    } catch {
      throw new LedgerUnavailableError('no keys for pseudonyms');
    }
  };
}

/**
 * Whether somebody acts as a patient or a relative: with no role of staff, or for a purpose that only those have. Staff who
 * treat keep the id that the house knows them by, though they be patients too.
 */
function individualOf({ actor, model }: Pick<OperationAccess, 'actor' | 'model'>): Individual | null {
  const { roles, purpose, fhirUser, patient } = actor;
  const [isPatient, isProxy] = [roles.includes('PATIENT'), roles.includes('PROXY')];
  if (!isPatient && !isProxy) return null;
  const isStaff = roles.some((role) => !OUTSIDE_STAFF.includes(role));
  if (isStaff && !(model.purposeAncestors[purpose] ?? []).includes('PATRQT')) return null;
  const own = fhirUser?.startsWith('Patient/') ? fhirUser.slice('Patient/'.length) : null;
  return {
    patient: isPatient ? (own ?? (fhirUser === null ? patient : null)) : null,
    actsForOthers: isProxy,
  };
}
