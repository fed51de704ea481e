import { z } from 'zod';
import { checkEntries, toldFindings } from '../documents/check-entries.ts';
import { checkUnsent } from '../documents/check-unsent.ts';
import type { DocumentFinding, ManifestEntry } from '../documents/manifest-entry.ts';
import { DOCUMENT_STATUSES } from '../documents/registered-document.ts';
import { type DeskPublication, DeskRefused } from './document-desk.ts';

/** Of one request; a gateway takes 256 KiB. */
const MOST_BYTES = 128 * 1024;
const MOST_DOCUMENTS = 50;

const Published = z.object({
  accepted: z.boolean(),
  documents: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      status: z.enum(DOCUMENT_STATUSES),
      proposed: z.boolean(),
    }),
  ),
  findings: z.array(z.object({ id: z.string().nullable(), place: z.string(), message: z.string() })),
});

/**
 * Publishes through a gateway, which takes or refuses each request as a whole. What can be told without its schema and
 * its store is told of all entries before the first is sent; what it alone can tell may still stop a later part.
 * @param send one request with these documents; its answer. DeskRefused: it was not done.
 * @returns with findings, also the documents that were stored before.
 * @throws DeskRefused from the first part, of which nothing came before.
 */
export async function publishInParts(
  entries: readonly ManifestEntry[],
  send: (documents: readonly { readonly id: string; readonly text: string }[]) => Promise<unknown>,
): Promise<DeskPublication> {
  const { findings } = await checkEntries(entries, checkUnsent);
  if (findings.length > 0) return { accepted: false, documents: [], findings: toldFindings(findings) };
  const documents: z.output<typeof Published>['documents'] = [];
  for (const part of partsOf(entries)) {
    try {
      const published = Published.parse(await send(part.map(({ id, text }) => ({ id, text }))));
      if (!published.accepted) {
        return { accepted: false, documents, findings: published.findings.map((one) => placed(one, part)) };
      }
      documents.push(...published.documents);
    } catch (error) {
      if (!(error instanceof DeskRefused) || documents.length === 0) throw error;
      const [first] = part;
      const place = `from ${first?.place ?? 'documents'} on`;
      return { accepted: false, documents, findings: [{ id: null, place, message: error.message }] };
    }
  }
  return { accepted: true, documents, findings: [] };
}

function* partsOf(entries: readonly ManifestEntry[]): Generator<readonly ManifestEntry[]> {
  let part: ManifestEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(JSON.stringify(entry.text)) + 256;
    if (part.length > 0 && (bytes + size > MOST_BYTES || part.length === MOST_DOCUMENTS)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(entry);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

/** Where in the caller's own files it is. */
function placed(finding: DocumentFinding, entries: readonly ManifestEntry[]): DocumentFinding {
  const entry = entries.find(({ id }) => id === finding.id);
  return entry === undefined ? finding : { ...finding, place: entry.place };
}
