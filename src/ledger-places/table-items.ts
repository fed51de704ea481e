import { encodeBatch } from '../ledger/chain/encode-batch.ts';
import type { BatchSource } from '../ledger/commit/sink.ts';
import type { TableItem } from '../ledger/verify/check-table.ts';

/** What a store holds, as the items of a dump: each batch is looked at again by the verifier itself. */
export async function* tableItems(source: BatchSource): AsyncGenerator<TableItem> {
  const writers = await source.writers();
  for (const writer of writers) {
    yield { pk: 'WRITERS', sk: writer };
    for await (const batch of source.batches(writer, 1)) {
      const sk = String(batch.head.seq).padStart(12, '0');
      yield { pk: `W#${writer}`, sk, b: encodeBatch(batch).toString('base64') };
    }
  }
}
