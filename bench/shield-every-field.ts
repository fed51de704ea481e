import type { GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import type { ResolverContext } from '../resolvers/context.ts';
import { loadGraphqlShield } from '../src/load-graphql-shield.ts';

/** A rule for every field of every object type, as people write them: one role check, async, not cached. */
export function shieldEveryField(schema: GraphQLSchema): GraphQLSchema {
  const { shield, rule, applyMiddleware } = loadGraphqlShield<ResolverContext>();
  const mayRead = rule({ cache: 'no_cache' })(async (_parent, _args, { actor }) =>
    actor.roles.includes('PHYSICIAN'),
  );
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__'),
  );
  const tree = Object.fromEntries(types.map((type) => [type.name, { '*': mayRead }]));
  return applyMiddleware(schema, shield(tree, { allowExternalErrors: true }));
}
