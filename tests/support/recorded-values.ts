import { expandRecord } from '../../src/ledger/expand-record.ts';
import { readLedger } from '../../src/ledger/segments/read-ledger.ts';

/** For each of these requests: what the ledger says was disclosed, as `Type/id coordinate`. */
export async function recordedValues(
  directory: string,
  requests: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const recorded = new Map<string, Set<string>>();
  for await (const item of readLedger(directory)) {
    if (item.kind !== 'record' || !requests.has(item.record.request)) continue;
    const events = recorded.get(item.record.request) ?? new Set<string>();
    recorded.set(item.record.request, events);
    for (const { decision, resource, coordinate } of expandRecord(item.record, item.firstOrdinal)) {
      if (decision !== 'DENY') events.add(`${resource.type}/${resource.id} ${coordinate}`);
    }
  }
  return recorded;
}
