import type { DocumentRegistry } from './document-registry.ts';
import { type RecheckedDocument, recheckDocument } from './recheck-document.ts';

/**
 * After schema or policy changed: every document of a tenant that may run, or waits, is stored under the footprint of
 * now, and where that is more than was approved, as one that waits for review again.
 * @param record called before a document is sent back; what cannot be recorded is not changed.
 * @returns those that were looked at; one that somebody reviews meanwhile is left to them, and to the next time.
 * @throws UpstreamUnavailableError, LedgerUnavailableError
 */
export async function recheckDocuments(
  registry: DocumentRegistry,
  record: (client: string, id: string) => Promise<void>,
): Promise<readonly RecheckedDocument[]> {
  const { store, tenant, version } = registry;
  const known = await store.list(tenant, {});
  const stale = known.filter(
    ({ status, checkedUnder }) =>
      checkedUnder !== version && (status === 'APPROVED' || status === 'PROPOSED'),
  );
  const rechecked: RecheckedDocument[] = [];
  for (const found of stale) {
    const now = recheckDocument(registry, found);
    if (now.sentBack !== null) await record(found.client, found.id);
    if ((await store.put(now.document, found.status)) === 'stored') rechecked.push(now);
  }
  return rechecked;
}
