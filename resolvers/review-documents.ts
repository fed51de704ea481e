import type { GraphQLSchema } from 'graphql';
import { readReviewReason } from '../src/documents/read-review-reason.ts';
import { DOCUMENT_ID } from '../src/documents/registered-document.ts';
import { type ReviewRequest, reviewDocument } from '../src/documents/review-document.ts';
import { BadUserInputError, PhieldError } from '../src/errors.ts';
import type { MutationResolvers, RegisteredDocument } from '../src/generated/resolver-types.ts';
import { actingOf, forbid } from './acting.ts';
import type { ResolverContext } from './context.ts';
import { DOCUMENT_TYPE } from './documents.ts';
import { registryOf } from './registry-of.ts';
import { toDocument } from './to-document.ts';

/** As tokens name clients. */
const CLIENT = /^[\x21-\x7e]{1,255}$/;

/** Root rules let in privacy officers alone. */
export const approveDocument: Required<MutationResolvers>['approveDocument'] = (
  _root,
  { footprint, ...args },
  context,
  { schema },
) => review('Mutation.approveDocument', 'APPROVED', { ...args, seen: footprint ?? null }, context, schema);

export const rejectDocument: Required<MutationResolvers>['rejectDocument'] = (
  _root,
  args,
  context,
  { schema },
) => review('Mutation.rejectDocument', 'REJECTED', { ...args, seen: null }, context, schema);

export const retireDocument: Required<MutationResolvers>['retireDocument'] = (
  _root,
  args,
  context,
  { schema },
) => review('Mutation.retireDocument', 'RETIRED', { ...args, seen: null }, context, schema);

interface Asked extends Pick<ReviewRequest, 'client' | 'id' | 'seen'> {
  readonly expected: ReviewRequest['from'];
  readonly reason?: string | null;
}

async function review(
  coordinate: string,
  to: ReviewRequest['to'],
  { client, id, expected, seen, reason }: Asked,
  context: ResolverContext,
  schema: GraphQLSchema,
): Promise<RegisteredDocument | null> {
  // What is asked for stands in the ledger if it is refused: nothing but names may come there.
  if (!CLIENT.test(client) || !DOCUMENT_ID.test(id)) throw new BadUserInputError('no name of a document');
  const acting = actingOf(context);
  const registry = registryOf(context, schema);
  const resource = { type: DOCUMENT_TYPE, id: `${client}/${id}` };
  const outcome = await reviewDocument(registry, {
    client,
    id,
    to,
    from: expected,
    seen,
    by: context.actor.id,
    fourEyes: true,
    reason: readReviewReason(reason ?? null),
    record: () => acting.record({ coordinate, subject: null, resource }),
  });
  if (outcome === null) {
    acting.access.refuse({ coordinate, ...resource, reason: 'RELATIONSHIP' });
    return null;
  }
  if (outcome === 'own') return forbid(acting, { coordinate, ...resource });
  if (typeof outcome === 'string') {
    acting.access.refuse({ coordinate, ...resource, reason: 'ERROR' });
    if (outcome === 'unfit') throw new BadUserInputError('a document no longer fits the schema');
    throw new PhieldError('CONFLICT', 'a document is not what the reviewer has seen');
  }
  return toDocument(outcome, await registry.store.list(registry.tenant, { client }));
}
