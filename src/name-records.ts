import type { OperationAccess } from './access/operation-access.ts';
import type { TenantPolicy } from './access/tenant-policy.ts';
import { LedgerUnavailableError } from './errors.ts';
import type { NameKeys } from './ledger/ledger-names.ts';
import type { OperationRecord } from './ledger/operation-record.ts';
import { pseudonymiseRecord } from './ledger/pseudonymise-record.ts';

/** @param lookUpOthers see `MetPatients`. */
export type NameRecord = (record: OperationRecord, lookUpOthers: boolean) => Promise<OperationRecord>;

/**
 * Every record of one operation as its tenant wants it recorded. `null`: with plain ids, at no cost.
 * @throws LedgerUnavailableError (the function given back) when the names cannot be made: no record, no disclosure.
 */
export function nameRecords(
  policy: Pick<TenantPolicy, 'pseudonyms'>,
  access: OperationAccess,
  keys: NameKeys | null,
): NameRecord | null {
  const { pseudonyms = 'none' } = policy;
  if (pseudonyms === 'none') return null;
  return async (record, lookUpOthers) => {
    if (keys === null) throw new LedgerUnavailableError('this gateway has no keys for pseudonyms');
    const met = new Map([...access.subjects].map(({ facts }) => [facts.subjectId, facts.ledgerKey]));
    try {
      return await pseudonymiseRecord(record, pseudonyms, keys, { keyOf: (id) => met.get(id), lookUpOthers });
    } catch {
      throw new LedgerUnavailableError('no keys for pseudonyms');
    }
  };
}
