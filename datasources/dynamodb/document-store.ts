import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { DocumentStore, KnownDocument } from '../../src/documents/document-store.ts';
import type { DocumentStatus, RegisteredDocument } from '../../src/documents/registered-document.ts';
import { withStatus } from '../../src/documents/with-status.ts';
import { batchGet, type ItemKey } from './batch-get.ts';
import { BRIEF, documentAttributes, readBrief, readDocumentItem } from './document-item.ts';
import { isTenantName } from './item-keys.ts';
import { queryPages } from './query-pages.ts';
import { putIf, type StoreCalls } from './store-calls.ts';

/**
 * Registered documents, one item each, a tenant's own in one partition and a client's together in it: every key begins
 * with the tenant. Every write stands under a condition, and each has a revision of its own, so that of two reviewers
 * one wins, and nobody approves what has changed since it was read.
 */
export function createDocumentStore(store: StoreCalls): DocumentStore {
  const read = async (key: ItemKey) => {
    const [item] = await batchGet(store, [key]);
    return item === null || item === undefined ? null : readDocumentItem(item);
  };
  const documents: DocumentStore = {
    async put(document, expected) {
      const key = documentKey(document);
      const stored = await read(key);
      if ((stored?.document.status ?? null) !== expected) return 'conflict';
      const done = await replace(store, key, document, stored?.revision ?? null);
      return done || sameAs(await read(key), document) ? 'stored' : 'conflict';
    },
    find: async (tenant, client, id) => (await read(documentKey({ tenant, client, id })))?.document ?? null,
    async list(tenant, { client, status }) {
      const found: RegisteredDocument[] = [];
      const own = client !== undefined && ofClient(client);
      for await (const page of queryPages(store, { pk: partition(tenant), ...own, ConsistentRead: true })) {
        for (const item of page) {
          if (status === undefined || item.status?.S === status) found.push(readDocumentItem(item).document);
        }
      }
      return found;
    },
    async known(tenant, client) {
      const found: KnownDocument[] = [];
      const query = { pk: partition(tenant), ...ofClient(client), ProjectionExpression: BRIEF };
      for await (const page of queryPages(store, { ...query, ConsistentRead: true })) {
        found.push(...page.map(readBrief));
      }
      return found;
    },
    async setStatus(tenant, client, id, from, to, { seen, ...change }) {
      const key = documentKey({ tenant, client, id });
      const stored = await read(key);
      if (stored === null) return null;
      if (!isAsSeen(stored.document, from, seen)) return 'conflict';
      const next = withStatus(stored.document, to, change);
      const done = await replace(store, key, next, stored.revision);
      return done || sameAs(await read(key), next) ? 'done' : 'conflict';
    },
  };
  return Object.freeze(documents);
}

function ofClient(client: string) {
  return { range: 'begins_with(sk, :client)', values: { ':client': `${hash(client)}#` } };
}

/** Client and id are texts from outside: hashed, they fit a key and cannot break out of it. */
function documentKey({ tenant, client, id }: Pick<RegisteredDocument, 'tenant' | 'client' | 'id'>): ItemKey {
  return { table: 'data', pk: partition(tenant), sk: `${hash(client)}#${hash(id)}` };
}

function partition(tenant: string): string {
  if (!isTenantName(tenant)) throw new RangeError('a tenant name is letters, digits, and . _ - within');
  return `T#${tenant}#DOCUMENTS`;
}

function hash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

function isAsSeen(document: RegisteredDocument, from: DocumentStatus, seen: string | null): boolean {
  return document.status === from && (seen === null || document.footprint.hash === seen);
}

/** @param revision that is replaced; `null`: there MUST be none. */
function replace(
  store: StoreCalls,
  { pk, sk }: ItemKey,
  document: RegisteredDocument,
  revision: number | null,
): Promise<boolean> {
  const Item = { pk: { S: pk }, sk: { S: sk }, ...documentAttributes(document, (revision ?? 0) + 1) };
  return putIf(store, {
    TableName: store.tables.data,
    Item,
    ...(revision === null
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'rev = :rev',
          ExpressionAttributeValues: { ':rev': { N: String(revision) } },
        }),
  });
}

/** A call that the client library repeated after the store had taken it is no conflict. */
function sameAs(
  stored: { readonly document: RegisteredDocument } | null,
  document: RegisteredDocument,
): boolean {
  return stored !== null && isDeepStrictEqual(stored.document, document);
}
