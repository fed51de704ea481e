import type { Finding, LedgerItem, Notice, RecordItem } from '../../src/ledger/segments/ledger-item.ts';
import { readLedger } from '../../src/ledger/segments/read-ledger.ts';

export interface Collected {
  readonly records: readonly RecordItem[];
  readonly ids: readonly string[];
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
}

/** Everything in a ledger, at once. */
export async function collectLedger(directory: string): Promise<Collected> {
  const items: LedgerItem[] = [];
  for await (const item of readLedger(directory)) items.push(item);
  const records = items.filter((item) => item.kind === 'record');
  return {
    records,
    ids: records.map(({ record }) => record.id),
    findings: items.filter((item) => item.kind === 'finding'),
    notices: items.filter((item) => item.kind === 'notice'),
  };
}
