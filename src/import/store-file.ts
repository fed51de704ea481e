import { UNKNOWN_SECURITY } from './bundle-entries.ts';
import { DocumentUrls, documentFacts } from './document-facts.ts';
import type { InputFile } from './input-file.ts';
import type { InputItem } from './input-item.ts';
import type { KnownResources } from './known-resources.ts';
import { type LargeDocuments, learnItem } from './learn-file.ts';
import { readInput } from './read-input.ts';
import { type StoreTally, storeItem } from './store-item.ts';

export interface StoreContext extends StoreTally {
  readonly known: KnownResources;
  readonly bases: readonly string[];
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
  { known, bases, signal, ...tally }: StoreContext,
): Promise<void> {
  let document = 0;
  let held: InputItem[] = [];
  let urls = large.get(0) ?? new DocumentUrls();
  let facts = documentFacts(known, urls, bases);
  try {
    for await (const item of readInput(file, onBytes)) {
      if (signal.aborted) return;
      if (item.kind === 'end') {
        urls.outerSecurity = item.security;
        await storeHeld();
        document += 1;
        urls = large.get(document) ?? new DocumentUrls();
        facts = documentFacts(known, urls, bases);
      } else if (large.has(document)) {
        await storeItem(item, file.name, facts, tally);
      } else {
        held.push(item);
        if (item.kind === 'resource') learnItem(item, null, urls);
      }
    }
  } finally {
    // What was read before a failure of the device is not lost; what its Bundle says of it is.
    if (held.length > 0) urls.outerSecurity = UNKNOWN_SECURITY;
    await storeHeld();
  }

  async function storeHeld(): Promise<void> {
    const items = held;
    held = [];
    for (const item of items) {
      if (signal.aborted) return;
      await storeItem(item, file.name, facts, tally);
    }
  }
}
