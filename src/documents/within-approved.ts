import type { DocumentSource } from './approved-documents.ts';
import type { ChecksOf } from './document-checks.ts';
import { recheckDocument } from './recheck-document.ts';

/**
 * A source of which nothing runs beyond what its reviewer saw: a document that was checked under another schema or
 * policy than those in force is looked at as it is read, and waits where it reaches further. What is stored may be
 * behind: a review under way, another gateway, or the command line may have approved under what was in force before.
 */
export function withinApproved(source: DocumentSource, checksOf: ChecksOf): DocumentSource {
  return Object.freeze({
    find: async (tenant: string, client: string, id: string) => {
      const found = await source.find(tenant, client, id);
      if (found === null || found.status !== 'APPROVED') return found;
      const checks = checksOf(tenant);
      if (checks === null) return null;
      return found.checkedUnder === checks.version ? found : recheckDocument(checks, found).document;
    },
  });
}
