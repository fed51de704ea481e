import { namingRecord } from '../naming-record.ts';
import type { OperationRecord } from '../operation-record.ts';
import type { SilentWriter } from './silence.ts';
import { LOST_OPERATION, LOST_TYPE } from './writer-places.ts';

/**
 * That a writer fell silent without a close, and what its last batch in the log was. Whether it was killed, cut off
 * or has lost its device, a log cannot tell.
 * @param id ULID of the record. @param time RFC 3339, UTC, milliseconds.
 */
export function writerLostRecord(
  { writer, lastSeq }: SilentWriter,
  id: string,
  time: string,
): OperationRecord {
  const act = {
    id,
    time,
    actor: 'phield-sequencer',
    client: 'phield',
    operation: LOST_OPERATION,
    tenant: null,
    subject: null,
  };
  return namingRecord(act, [
    { type: LOST_TYPE, coordinate: `${LOST_TYPE}.lost`, ids: [writer] },
    { type: 'LedgerBatch', coordinate: 'LedgerBatch.seq', ids: [String(lastSeq)] },
  ]);
}
