import type { LedgerItem } from './ledger-item.ts';
import { listSegments } from './list-segments.ts';
import { mergeWriters } from './merge-writers.ts';
import { readWriter } from './read-writer.ts';

/** Reads what one writer left in these segments. */
export type ReadWriter = typeof readWriter;

/**
 * Streams everything in the ledger, also while gateways write: whole batches only, in the order of each
 * writer, and over several writers by record time as far as their own orders allow. Memory holds one batch
 * per writer that was running at the same time.
 *
 * @throws LedgerNotFoundError when the directory is missing.
 */
export async function* readLedger(
  directory: string,
  skipWriter: string | null = null,
  read: ReadWriter = readWriter,
): AsyncGenerator<LedgerItem> {
  const { writers, strangers } = await listSegments(directory);
  for (const file of strangers) yield { kind: 'finding', code: 'STRANGER', file, offset: 0, after: null };
  const left = [...writers].filter(([writer]) => writer !== skipWriter);
  yield* mergeWriters(
    left.map(([writer, numbers]) => ({ writer, open: () => read(directory, writer, numbers) })),
  );
}
