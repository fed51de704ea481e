import type { SealedBatch } from '../chain/batch.ts';
import type { BatchSource } from '../commit/sink.ts';
import { decodeRecord } from '../decode-record.ts';
import type { LedgerItem } from '../segments/ledger-item.ts';
import { mergeWriters } from '../segments/merge-writers.ts';
import type { WriterInLog } from './ledger-index.ts';

/**
 * What a store of batches holds and the log does not yet, as `readTail` has it of segments. Where a chain breaks off in the
 * store is for the verifier to say.
 *
 * @throws UpstreamUnavailableError when the store is out of reach.
 */
export async function* readSourceTail(
  source: BatchSource,
  inLog: ReadonlyMap<string, WriterInLog>,
): AsyncGenerator<LedgerItem> {
  const writers = (await source.writers()).filter((writer) => inLog.get(writer)?.closed !== true);
  yield* mergeWriters(
    writers.toSorted().map((writer) => ({
      writer,
      open: () => itemsOf(source.batches(writer, (inLog.get(writer)?.seq ?? 0) + 1), source.name),
    })),
  );
}

async function* itemsOf(batches: AsyncIterable<SealedBatch>, file: string): AsyncGenerator<LedgerItem> {
  let after: string | null = null;
  for await (const { head, records } of batches) {
    // A writer's first batch holds its certificate and no record of an operation.
    if (head.kind === 'open') continue;
    for (const bytes of records) {
      const decoded = decodeRecord(bytes);
      if (decoded === null) yield { kind: 'finding', code: 'BAD_RECORD', file, offset: 0, after };
      else {
        after = decoded.record.id;
        yield { kind: 'record', ...decoded, file, offset: 0, seq: head.seq };
      }
    }
  }
}
