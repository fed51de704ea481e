import type { GraphQLSchema } from 'graphql';
import { documentChecks } from '../src/documents/document-checks.ts';
import type { DocumentRegistry } from '../src/documents/document-registry.ts';
import { actingOf } from './acting.ts';
import type { ResolverContext } from './context.ts';

/** Where the actor's tenant keeps its documents, and what they are held to: the schema at hand, and the tenant's policy. */
export function registryOf(context: ResolverContext, schema: GraphQLSchema): DocumentRegistry {
  const { access, policy, commands } = actingOf(context);
  return {
    ...documentChecks(schema, access.model, policy),
    store: commands().documents,
    tenant: context.actor.tenant,
    clock: () => access.now,
  };
}
