import type { GraphQLSchema } from 'graphql';
import { computeFootprint } from '../src/documents/compute-footprint.ts';
import { DOCUMENT_LIMITS } from '../src/documents/document-limits.ts';
import type { DocumentRegistry } from '../src/documents/document-registry.ts';
import { limitDocument } from '../src/documents/limit-document.ts';
import { actingOf } from './acting.ts';
import type { ResolverContext } from './context.ts';

/** Where the actor's tenant keeps its documents, and what they are held to: the schema at hand, and the tenant's policy. */
export function registryOf(context: ResolverContext, schema: GraphQLSchema): DocumentRegistry {
  const { access, policy, commands } = actingOf(context);
  return {
    store: commands().documents,
    tenant: context.actor.tenant,
    rules: { schema, rules: [limitDocument], maxTokens: DOCUMENT_LIMITS.tokens },
    version: policy.version,
    footprintOf: (document) => computeFootprint(schema, access.model, document, policy),
    clock: () => access.now,
  };
}
