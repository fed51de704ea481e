import { LedgerUnavailableError } from '../../errors.ts';
import type { OperationRecord } from '../operation-record.ts';
import { encodeParts } from '../split-record.ts';

/**
 * A record's stored bytes: one piece, or its parts.
 * @throws LedgerUnavailableError for what cannot be stored: no record, no disclosure.
 */
export function recordBytes(record: OperationRecord): {
  readonly records: readonly Uint8Array[];
  readonly bytes: number;
} {
  try {
    const records = encodeParts(record);
    return { records, bytes: records.reduce((sum, one) => sum + one.length, 0) };
  } catch (error) {
    if (error instanceof LedgerUnavailableError) throw error;
    throw new LedgerUnavailableError('record not serialisable');
  }
}
