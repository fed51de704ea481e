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

/** @param isOpen whether the patient may see anything of a category; what stands in others is neither named nor counted. */
export function toRecordReading(
  { fields, ...reading }: RecordReading,
  tenant: string,
  isOpen: (category: string) => boolean,
): ToldReading {
  const told = fields.filter(([category]) => category === null || category.split('+').every(isOpen));
  return {
    __typename: 'RecordReading',
    ...reading,
    tenant,
    categories: told.flatMap(([category]) => category ?? []),
    fields: told.reduce((sum, [, count]) => sum + count, 0),
  };
}
