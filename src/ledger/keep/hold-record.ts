import { type Named, namingRecord } from '../naming-record.ts';
import type { OperationRecord } from '../operation-record.ts';
import type { PrivilegedAct } from '../privileged-record.ts';
import type { Hold } from './hold.ts';

export const HOLD_SET = 'legal_hold_set';
export const HOLD_LIFTED = 'legal_hold_lifted';
const TYPE = 'LegalHold';
const ID = `${TYPE}.id`;

/** The record that a hold was set or lifted: which, why, and on whose word. */
export function holdRecord(
  act: Omit<PrivilegedAct, 'operation' | 'tenant'> & {
    readonly operation: typeof HOLD_SET | typeof HOLD_LIFTED;
  },
  { id, tenant, reason, by }: Hold,
): OperationRecord {
  const named = (what: string, value: string): Named => ({ type: TYPE, coordinate: what, ids: [value] });
  const things = [named(ID, id), named(`${TYPE}.reason`, reason), named(`${TYPE}.by`, by)];
  return namingRecord({ ...act, tenant }, things);
}

/** Ids of the holds that a record is about; none for any other record. */
export function readHoldIds(record: OperationRecord): readonly string[] {
  if (record.kind !== 'privileged') return [];
  if (record.operation !== HOLD_SET && record.operation !== HOLD_LIFTED) return [];
  return record.subjects.flatMap(({ groups }) =>
    groups.flatMap(({ shape, resources }) =>
      record.shapes[shape]?.fields.some(([coordinate]) => coordinate === ID) ? resources : [],
    ),
  );
}
