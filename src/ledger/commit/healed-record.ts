import { namingRecord } from '../naming-record.ts';
import type { OperationRecord } from '../operation-record.ts';
import type { SinkName } from './sink.ts';

export interface Healed {
  readonly id: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  /** The sink that has now what it missed. */
  readonly sink: SinkName;
  readonly writer: string;
  /** Numbers of batches, inclusive. */
  readonly from: number;
  readonly to: number;
}

/** What one sink missed of a writer and got from the other: until when it was behind stands in the record's time. */
export function healedRecord({ id, time, sink, writer, from, to }: Healed): OperationRecord {
  const act = { actor: 'phield', client: 'phield', operation: 'ledger_healed', tenant: null, subject: null };
  return namingRecord({ id, time, ...act }, [
    { type: 'LedgerSink', coordinate: 'LedgerSink.healed', ids: [sink] },
    { type: 'LedgerWriter', coordinate: 'LedgerWriter.healed', ids: [`${writer}/${from}-${to}`] },
  ]);
}
