import { DocumentUrls, documentFacts } from './document-facts.ts';
import type { ImportCounts, Place } from './import-report.ts';
import type { InputFile } from './input-file.ts';
import type { InputItem } from './input-item.ts';
import type { KnownResources } from './known-resources.ts';
import { type LargeDocuments, learnItem } from './learn-file.ts';
import { readInput } from './read-input.ts';
import { storeItem } from './store-item.ts';
import type { BatchWriter } from './write-batches.ts';

export interface StoreContext {
  readonly known: KnownResources;
  readonly bases: readonly string[];
  readonly counts: ImportCounts;
  readonly batches: BatchWriter<Place>;
  readonly signal: AbortSignal;
}

/**
 * Second pass over one file. A document's resources are prepared once all its `fullUrl`s are known: at its end,
 * or, where it is too large to hold, from those the first pass kept.
 *
 * @throws InputUnreadableError
 */
export async function storeFile(
  file: InputFile,
  large: LargeDocuments,
  onBytes: (count: number) => void,
  { known, bases, counts, batches, signal }: StoreContext,
): Promise<void> {
  let document = 0;
  let held: InputItem[] = [];
  let urls = large.get(0) ?? new DocumentUrls();
  let facts = documentFacts(known, urls, bases);
  try {
    for await (const item of readInput(file, onBytes)) {
      if (signal.aborted) return;
      if (item.kind === 'end') {
        await storeHeld();
        document += 1;
        urls = large.get(document) ?? new DocumentUrls();
        facts = documentFacts(known, urls, bases);
      } else if (large.has(document)) {
        await storeItem(item, file.name, facts, counts, batches);
      } else {
        held.push(item);
        if (item.kind === 'resource') learnItem(item, null, urls);
      }
    }
  } finally {
    // What was read before a failure of the device is not lost.
    await storeHeld();
  }

  async function storeHeld(): Promise<void> {
    const items = held;
    held = [];
    for (const item of items) {
      if (signal.aborted) return;
      await storeItem(item, file.name, facts, counts, batches);
    }
  }
}
