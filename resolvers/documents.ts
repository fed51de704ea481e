import { reviewsDocuments } from '../src/documents/document-rights.ts';
import { type Publication, publishDocuments as publish } from '../src/documents/publish-documents.ts';
import type { RegisteredDocument } from '../src/documents/registered-document.ts';
import type {
  DocumentPublication,
  MutationResolvers,
  QueryResolvers,
} from '../src/generated/resolver-types.ts';
import { actingOf } from './acting.ts';
import type { ResolverContext } from './context.ts';
import { registryOf } from './registry-of.ts';
import { toDocument } from './to-document.ts';

/** Of registered documents in the ledger. */
export const DOCUMENT_TYPE = 'RegisteredDocument';

/** Root rules let in who reviews, and who speaks for a client. */
export const documents: Required<QueryResolvers>['documents'] = async (
  _root,
  { client, status },
  context,
  { schema },
) => {
  const { store, tenant } = registryOf(context, schema);
  const whose = whoseOf(context, client ?? null);
  if (whose === 'none') return [];
  await looked(context, 'Query.documents');
  const known = await store.list(tenant, whose === 'all' ? {} : { client: whose.client });
  return known
    .filter((document) => status === null || status === undefined || document.status === status)
    .toSorted(inOrder)
    .map((document) => toDocument(document, known));
};

export const document: Required<QueryResolvers>['document'] = async (
  _root,
  { client, id },
  context,
  { schema },
) => {
  const { store, tenant } = registryOf(context, schema);
  const whose = whoseOf(context, client ?? context.actor.client);
  if (whose === 'none' || whose === 'all') return null;
  await looked(context, 'Query.document');
  const known = await store.list(tenant, whose);
  const found = known.find((one) => one.id === id);
  return found === undefined ? null : toDocument(found, known);
};

/** For the caller's own client, whatever is asked: no argument names another. */
export const publishDocuments: Required<MutationResolvers>['publishDocuments'] = async (
  _root,
  { documents: given },
  context,
  { schema },
) => {
  const { record } = actingOf(context);
  const { actor } = context;
  const entries = given.map(({ id, text }, index) => ({ id, text, place: `documents[${index}]` }));
  const publication = await publish(registryOf(context, schema), {
    client: actor.client,
    by: actor.id,
    entries,
    record: (id) =>
      record({
        coordinate: 'Mutation.publishDocuments',
        subject: null,
        resource: { type: DOCUMENT_TYPE, id: `${actor.client}/${id}` },
      }),
  });
  return toPublication(publication);
};

/** A reviewer's look is on record before anything is read. What was asked for may name anything, so it is not told there. */
async function looked(context: ResolverContext, coordinate: string): Promise<void> {
  if (!isReviewer(context)) return;
  const resource = { type: DOCUMENT_TYPE, id: context.actor.tenant };
  await actingOf(context).record({ coordinate, subject: null, resource });
}

function isReviewer({ acting }: ResolverContext): boolean {
  const access = acting?.access;
  return access !== undefined && reviewsDocuments(access.vector.accessClass, access.model, 'r');
}

/** Without a client, all that there are for the caller. Another's client is one that has none. */
function whoseOf(
  context: ResolverContext,
  client: string | null,
): 'all' | 'none' | { readonly client: string } {
  const { actor } = context;
  if (isReviewer(context)) return client === null ? 'all' : { client };
  return client === null || client === actor.client ? { client: actor.client } : 'none';
}

function inOrder(one: RegisteredDocument, other: RegisteredDocument): number {
  const [a, b] = [one, other].map(({ client, name, id }) => JSON.stringify([client, name, id]));
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

function toPublication(publication: Publication): DocumentPublication {
  if (!publication.accepted) return { accepted: false, documents: [], findings: publication.findings };
  const published = publication.documents.map(({ document: { id, name, status }, proposed }) => {
    return { id, name, status, proposed };
  });
  return { accepted: true, documents: published, findings: [] };
}
