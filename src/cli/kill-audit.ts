import { expandRecord } from '../ledger/expand-record.ts';
import { listSegments } from '../ledger/segments/list-segments.ts';
import { readWriter } from '../ledger/segments/read-writer.ts';
import type { Received } from './kill-load.ts';

export interface KillAudit {
  /**
   * Looks each received value up among what writers left that were not read yet: of a gateway that is gone, its own.
   * Nothing of it is kept, however long the killing lasts.
   * @returns how many values have their event.
   */
  recorded(received: readonly Received[]): Promise<number>;
}

export function createKillAudit(directory: string): KillAudit {
  const read = new Set<string>();

  async function* newItems() {
    const { writers } = await listSegments(directory);
    for (const [writer, segments] of writers) {
      if (read.has(writer)) continue;
      read.add(writer);
      yield* readWriter(directory, writer, segments);
    }
  }

  return {
    async recorded(received) {
      const sought = new Map(received.map(({ request, values }) => [request, new Set(values)]));
      let total = received.reduce((sum, { values }) => sum + values.length, 0);
      for await (const item of newItems()) {
        const values = item.kind === 'record' ? sought.get(item.record.request) : undefined;
        if (item.kind !== 'record' || values === undefined) continue;
        for (const { decision, resource, coordinate } of expandRecord(item.record, item.firstOrdinal)) {
          if (decision !== 'DENY') values.delete(`${resource.type}/${resource.id} ${coordinate}`);
        }
      }
      for (const { request, values } of received) {
        total -= values.filter((value) => sought.get(request)?.has(value)).length;
      }
      return total;
    },
  };
}
