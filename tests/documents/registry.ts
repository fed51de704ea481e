import { buildSchema } from 'graphql';
import { sha256Of } from '../../src/documents/check-document-id.ts';
import type { DocumentRegistry } from '../../src/documents/document-registry.ts';
import type { Footprint } from '../../src/documents/footprint.ts';
import type { RegisteredDocument } from '../../src/documents/registered-document.ts';
import { MemoryDocuments } from '../support/memory-documents.ts';

export const NOW = 1_700_000_000_000;

/** A footprint that differs by its hash alone. */
export function footprint(hash: string): Footprint {
  const none = { coordinates: [], filters: [], insights: [], mutations: [], byRole: {} };
  return { ...none, worstPatients: 0, worstRows: 0, hash };
}

/** A registry over maps and a schema of two fields; a footprint is the text's hash and the version. */
export function registry(
  overrides: Partial<DocumentRegistry> = {},
): Omit<DocumentRegistry, 'store'> & { readonly store: MemoryDocuments } {
  const store = new MemoryDocuments();
  const version = overrides.version ?? 'v1';
  return {
    tenant: 'riverside',
    rules: {
      schema: buildSchema('type Query { a: Int b(x: Int): Int } type Mutation { c: Int }'),
      rules: [],
      maxTokens: 100,
    },
    version,
    policyVersion: version,
    footprintOf: (document) => footprint(`${version} ${sha256Of(document.loc?.source.body ?? '')}`),
    clock: () => NOW,
    ...overrides,
    store,
  };
}

export function stored(overrides: Partial<RegisteredDocument> = {}): RegisteredDocument {
  const text = overrides.text ?? 'query A { a }';
  return {
    tenant: 'riverside',
    client: 'app',
    id: 'a',
    name: 'A',
    text,
    sha256: sha256Of(text),
    kind: 'query',
    status: 'PROPOSED',
    footprint: footprint(`v1 ${sha256Of(text)}`),
    approvedFootprint: null,
    approvedAt: null,
    proposedBy: 'app',
    proposedAt: 1,
    reviewedBy: null,
    reviewedAt: null,
    reason: null,
    checkedUnder: 'v1',
    ...overrides,
  };
}
