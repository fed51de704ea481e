import { createRequire } from 'node:module';
import type { GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import type { ResolverContext } from '../resolvers/context.ts';

interface Shield {
  shield(tree: Record<string, Record<string, unknown>>, options: Record<string, unknown>): unknown;
  rule(options: { cache: string }): (check: Check) => unknown;
}
type Check = (parent: unknown, args: unknown, context: ResolverContext) => Promise<boolean>;
interface Middleware {
  applyMiddleware(schema: GraphQLSchema, ...middlewares: unknown[]): GraphQLSchema;
}

/** A rule for every field of every object type, as people write them: one role check, async, not cached. */
export function shieldEveryField(schema: GraphQLSchema): GraphQLSchema {
  const { shield, rule } = loadShield();
  const mayRead = rule({ cache: 'no_cache' })(async (_parent, _args, { actor }) =>
    actor.roles.includes('PHYSICIAN'),
  );
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__'),
  );
  const tree = Object.fromEntries(types.map((type) => [type.name, { '*': mayRead }]));
  return load<Middleware>('graphql-middleware').applyMiddleware(
    schema,
    shield(tree, { allowExternalErrors: true }),
  );
}

const require = createRequire(import.meta.url);

function load<Package>(name: string): Package {
  return require(name);
}

/** graphql-shield 7.6 calls `util.isUndefined`, gone since Node 23; its ESM build mixes module systems. */
function loadShield(): Shield {
  const util: { isUndefined?: (value: unknown) => boolean } = require('node:util');
  util.isUndefined ??= (value) => value === undefined;
  return load<Shield>('graphql-shield');
}
