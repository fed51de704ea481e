import { createHash } from 'node:crypto';
import type { DocumentSource } from '../../src/documents/approved-documents.ts';
import type { Footprint } from '../../src/documents/footprint.ts';
import type { DocumentStatus, RegisteredDocument } from '../../src/documents/registered-document.ts';

/** Of documents whose footprint does not matter. */
const FOOTPRINT: Footprint = Object.freeze({
  coordinates: [],
  filters: [],
  insights: [],
  mutations: [],
  worstPatients: 0,
  worstRows: 0,
  byRole: {},
  hash: '',
});

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An approved document of the portal's in riverside, by its bare hash, but for what is said. */
export function registered(text: string, changes: Partial<RegisteredDocument> = {}): RegisteredDocument {
  return Object.freeze({
    tenant: 'riverside',
    client: 'portal',
    id: sha256(text),
    name: null,
    text,
    sha256: sha256(text),
    kind: 'query',
    status: 'APPROVED',
    footprint: FOOTPRINT,
    approvedFootprint: FOOTPRINT,
    approvedAt: 0,
    proposedBy: 'portal',
    proposedAt: 0,
    reviewedBy: 'officer',
    reviewedAt: 0,
    reason: null,
    checkedUnder: 'v1',
    ...changes,
  });
}

/** Documents in memory, and how often they were asked for. */
export class DocumentShelf implements DocumentSource {
  readonly asked: string[] = [];
  readonly #documents = new Map<string, RegisteredDocument>();

  constructor(...documents: readonly RegisteredDocument[]) {
    for (const document of documents) this.put(document);
  }

  put(document: RegisteredDocument): void {
    this.#documents.set(`${document.tenant} ${document.client} ${document.id}`, document);
  }

  setStatus(document: RegisteredDocument, status: DocumentStatus): void {
    this.put({ ...document, status });
  }

  async find(tenant: string, client: string, id: string): Promise<RegisteredDocument | null> {
    const key = `${tenant} ${client} ${id}`;
    this.asked.push(key);
    return this.#documents.get(key) ?? null;
  }
}
