import { identify } from '../fhir/identify.ts';
import { outerLabels } from '../fhir/security-labels.ts';
import { UNKNOWN_SECURITY } from './bundle-entries.ts';
import { DocumentUrls } from './document-facts.ts';
import type { InputFile } from './input-file.ts';
import type { InputItem } from './input-item.ts';
import type { KnownResources } from './known-resources.ts';
import { readInput } from './read-input.ts';

/** Documents up to this size are held while their `fullUrl`s are gathered; of larger ones those are kept. */
const HELD_BYTES = 8 * 1024 * 1024;

/** `fullUrl`s of a file's large documents, by the document's number in the file, from 0. */
export type LargeDocuments = ReadonlyMap<number, DocumentUrls>;

/**
 * First pass over one file: what its resources say that others need goes to `known` and `large`.
 * @param lookUp learns from the store what is needed so far.
 * @throws InputUnreadableError
 */
export async function learnFile(
  file: InputFile,
  known: KnownResources,
  large: Map<number, DocumentUrls>,
  onBytes: (count: number) => void,
  { signal, lookUp }: { readonly signal: AbortSignal; readonly lookUp: () => Promise<void> },
): Promise<void> {
  let document = 0;
  let size = 0;
  let urls = new DocumentUrls();
  /** Of the document's resources, whether they have a `fullUrl` or not. */
  let references: string[] = [];
  try {
    for await (const item of readInput(file, onBytes)) {
      if (signal.aborted) break;
      if (item.kind === 'resource') {
        size += item.size;
        const reference = learnItem(item, known, urls);
        if (reference !== null) references.push(reference);
        if (known.needsMany) await lookUp();
      } else if (item.kind === 'end') {
        labelAll(item.security);
        if (size > HELD_BYTES) large.set(document, urls);
        document += 1;
        size = 0;
        urls = new DocumentUrls();
      }
    }
  } finally {
    // A device that failed before the end of the document.
    labelAll(UNKNOWN_SECURITY);
  }

  function labelAll(security: readonly unknown[]): void {
    urls.outerSecurity = security;
    if (security.length > 0) known.labels.add(references, outerLabels({ meta: { security } }));
    references = [];
  }
}

/** @returns its reference; `null` for what is no resource, or is deleted. */
export function learnItem(
  { input }: Extract<InputItem, { kind: 'resource' }>,
  known: KnownResources | null,
  urls: DocumentUrls,
): string | null {
  const identity = identify(input);
  if ('skip' in identity || identity.deleted) return null;
  const reference = `${identity.type}/${identity.id}`;
  known?.learn(identity.type, identity.id, input.resource);
  if (input.fullUrl !== null) urls.add(input.fullUrl, reference);
  return reference;
}
