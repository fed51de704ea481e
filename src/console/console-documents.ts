import type { Footprint } from '../documents/footprint.ts';
import { approvedByHouse } from '../documents/own-documents.ts';
import type { RegisteredDocument } from '../documents/registered-document.ts';
import type { ConsoleDocument } from './read-console-documents.ts';

interface Source {
  find(tenant: string, client: string, id: string): Promise<RegisteredDocument | null>;
}

export interface ConsoleDocumentParts {
  readonly documents: readonly ConsoleDocument[];
  /** The console's client. No other finds these documents. */
  readonly client: string;
  /** What a text reaches at most under a tenant's policy of now. */
  readonly footprintOf: (tenant: string, text: string) => Footprint;
}

/**
 * A source in which the console's client finds its documents, approved, in every tenant, before any other. To every other
 * client they are as unknown as any id that nobody registered.
 */
export function withConsoleDocuments(
  source: Source,
  { documents, client: console, footprintOf }: ConsoleDocumentParts,
): Source {
  const known = new Map(documents.map((document) => [document.id, document]));
  return Object.freeze({
    find: async (tenant: string, client: string, id: string) => {
      const document = client === console ? known.get(id) : undefined;
      return document === undefined
        ? source.find(tenant, client, id)
        : approvedByHouse(document, { tenant, client, footprint: footprintOf(tenant, document.text) });
    },
  });
}
