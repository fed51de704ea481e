import type { GraphQLSchema } from 'graphql';
import type { AccessClass } from './access/decide.ts';
import type { Actor } from './identity/actor.ts';
import { loadGraphqlShield } from './load-graphql-shield.ts';
import type { OperationContext } from './operation-context.ts';

/** Who may use a root field at all; what they get of it is decided field by field below. */
export type RootRule = (asker: RootAsker) => boolean;

/** What a rule looks at, so that what a role may use can be told without an operation. */
export interface RootAsker {
  readonly actor: Pick<Actor, 'roles' | 'purpose'>;
  readonly access: { readonly vector: { readonly accessClass: AccessClass } };
}

/** Rules by `Query.field` or `Mutation.field`; a root field without one needs an authenticated actor. */
export type RootRules = Readonly<Record<string, RootRule>>;

/**
 * graphql-shield over Query and Mutation alone: its rules over output types would wrap every field below in
 * promises, and cannot substitute values. Rules are not cached, since they may depend on arguments.
 */
export function guardRoots(schema: GraphQLSchema, rules: RootRules, refused: () => Error): GraphQLSchema {
  const { shield, rule, applyMiddleware } = loadGraphqlShield<OperationContext>();
  const authenticated: RootRule = (context) => context.actor.roles.length > 0;
  const tree: Record<string, Record<string, unknown>> = {};
  for (const root of [schema.getQueryType(), schema.getMutationType()]) {
    if (!root) continue;
    const fields = Object.keys(root.getFields()).map((field) => {
      const coordinate = `${root.name}.${field}`;
      const check = rules[coordinate] ?? authenticated;
      const admit = (context: OperationContext) => {
        if (authenticated(context) && check(context)) return true;
        // Who tried is on record, as with every rejection on the way (45 CFR 164.308(a)(1)(ii)(D)).
        context.access.refuse({ coordinate, type: root.name, id: '', reason: 'ROLE' });
        return false;
      };
      return [field, rule({ cache: 'no_cache' })((_parent, _args, context) => admit(context))];
    });
    tree[root.name] = Object.fromEntries(fields);
  }
  const generated = shield(tree, { allowExternalErrors: true, fallbackError: refused() }).generate(schema);
  const { Query, Mutation } = generated;
  return applyMiddleware(schema, {
    ...(Query !== undefined && { Query }),
    ...(Mutation !== undefined && { Mutation }),
  });
}
