import type { DocumentStore } from '../documents/document-store.ts';

/**
 * Whether a client of this id has documents that run, or wait, in any of these tenants. They outlive its registration,
 * and whoever is registered under its id would run them. @throws UpstreamUnavailableError
 */
export async function hasDocumentsLeft(
  client: string,
  tenants: readonly string[],
  documents: Pick<DocumentStore, 'known'>,
): Promise<boolean> {
  for (const tenant of tenants) {
    const known = await documents.known(tenant, client);
    if (known.some(({ status }) => status === 'APPROVED' || status === 'PROPOSED')) return true;
  }
  return false;
}
