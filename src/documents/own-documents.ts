import { sha256Of } from './check-document-id.ts';
import type { Footprint } from './footprint.ts';
import type { RegisteredDocument } from './registered-document.ts';

const SHOWN = `id client name text sha256 kind status proposedBy proposedAt reviewedBy reviewedAt reason
  difference { widened added removed }
  footprint { hash filters insights mutations worstPatients worstRows
    coordinates { coordinate category categories identifier sensitivity }
    byRole { role whole masked denied } }`;

/**
 * The operations by which documents are published and reviewed, and by which `phield access diff` asks for what is
 * declared. They are the gateway's own: every client may name
 * them without having registered them, since nobody could register anything otherwise. Who may run them, root rules say.
 */
const TEXTS = Object.freeze({
  publish: `mutation PhieldPublishDocuments($documents: [DocumentInput!]!) {
  publishDocuments(documents: $documents) {
    accepted documents { id name status proposed } findings { id place message } } }`,
  list: `query PhieldDocuments($client: String, $status: DocumentStatus) {
  documents(client: $client, status: $status) {
    id client name kind status proposedAt reviewedAt reason difference { widened added removed } } }`,
  show: `query PhieldDocument($client: String, $id: ID!) { document(client: $client, id: $id) { ${SHOWN} } }`,
  approve: `mutation PhieldApproveDocument(
  $client: String!, $id: ID!, $footprint: String, $expected: DocumentStatus!, $reason: String) {
  approveDocument(client: $client, id: $id, footprint: $footprint, expected: $expected, reason: $reason) { id status } }`,
  reject: `mutation PhieldRejectDocument($client: String!, $id: ID!, $expected: DocumentStatus!, $reason: String) {
  rejectDocument(client: $client, id: $id, expected: $expected, reason: $reason) { id status } }`,
  retire: `mutation PhieldRetireDocument($client: String!, $id: ID!, $expected: DocumentStatus!, $reason: String) {
  retireDocument(client: $client, id: $id, expected: $expected, reason: $reason) { id status } }`,
  declaration: `query PhieldDeclaration($version: String) { accessReview {
  declaration(version: $version) { version schema { name body } tenant { name body } } } }`,
});

export interface OwnDocument {
  /** `sha256:<hex>`. */
  readonly id: string;
  readonly text: string;
}

export const OWN_DOCUMENTS: Readonly<Record<keyof typeof TEXTS, OwnDocument>> = Object.freeze({
  publish: ownDocument(TEXTS.publish),
  list: ownDocument(TEXTS.list),
  show: ownDocument(TEXTS.show),
  approve: ownDocument(TEXTS.approve),
  reject: ownDocument(TEXTS.reject),
  retire: ownDocument(TEXTS.retire),
  declaration: ownDocument(TEXTS.declaration),
});

interface Source {
  find(tenant: string, client: string, id: string): Promise<RegisteredDocument | null>;
}

/** A source in which every client of every tenant finds the gateway's own documents, approved, before any other. */
export function withOwnDocuments(source: Source): Source {
  const own = new Map(Object.values(OWN_DOCUMENTS).map((document) => [document.id, document]));
  return Object.freeze({
    find: async (tenant: string, client: string, id: string) => {
      const document = own.get(id);
      return document === undefined
        ? source.find(tenant, client, id)
        : approvedByHouse(document, { tenant, client, footprint: NO_PHI });
    },
  });
}

/** Names of documents, and the texts of schema and tenant, are all it can touch. */
const NO_PHI: Footprint = Object.freeze({
  coordinates: [],
  filters: [],
  insights: [],
  mutations: [],
  worstPatients: 0,
  worstRows: 0,
  byRole: {},
  hash: '',
});

/** A document of the gateway itself as if it had been published and approved: it came with the schema that it fits. */
export function approvedByHouse(
  { id, text }: OwnDocument,
  { tenant, client, footprint }: Pick<RegisteredDocument, 'tenant' | 'client' | 'footprint'>,
): RegisteredDocument {
  return Object.freeze({
    tenant,
    client,
    id,
    name: null,
    text,
    sha256: sha256Of(text),
    kind: text.startsWith('query') ? 'query' : 'mutation',
    status: 'APPROVED',
    footprint,
    approvedFootprint: footprint,
    approvedAt: 0,
    proposedBy: 'phield',
    proposedAt: 0,
    reviewedBy: null,
    reviewedAt: null,
    reason: null,
    checkedUnder: '',
  });
}

/** A text under the id by which it is asked for. */
export function ownDocument(text: string): OwnDocument {
  return Object.freeze({ id: `sha256:${sha256Of(text)}`, text });
}
