import type {
  LedgerEventKind,
  LedgerEvent as Told,
  RecordReading as ToldReading,
} from '../src/generated/resolver-types.ts';
import type { LedgerEvent, RecordReading } from '../src/ledger/index/tenant-ledger.ts';

const KIND: Readonly<Record<LedgerEvent['kind'], LedgerEventKind>> = Object.freeze({
  operation: 'OPERATION',
  refusal: 'REFUSAL',
  privileged: 'PRIVILEGED',
});

/** An event as the schema has it. @param tenant of whoever asks, and of every event there is for them. */
export function toLedgerEvent(event: LedgerEvent, tenant: string): Told {
  const { count = 1, insight: _model, kind, ...same } = event;
  return { __typename: 'LedgerEvent', ...same, tenant, kind: KIND[kind], count };
}

export function toRecordReading(reading: RecordReading, tenant: string): ToldReading {
  return { __typename: 'RecordReading', ...reading, tenant };
}
