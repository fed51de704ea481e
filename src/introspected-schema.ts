import type { GraphQLSchema } from 'graphql';
import type { AccessModel } from './access/access-model.ts';
import { roleSchema } from './access/role-schema.ts';
import type { RootRules } from './guard-roots.ts';
import type { OperationContext } from './operation-context.ts';
import { roleMayUse } from './role-may-use.ts';

/** Who may ask what the schema is: everybody, as in development; nobody; or roles, which are told what they can use. */
export type IntrospectionSetting = boolean | { readonly roles: readonly string[] };

/** The schema that an actor is told of by introspection; `null`: none, and the document is refused. */
export type IntrospectedSchema = (context: OperationContext) => GraphQLSchema | null;

/** Schemas of roles kept at once. */
const MOST_KEPT = 64;

/** What is told depends on roles and tenant's policy alone, so it is worked out once for each. */
export function introspectedSchema(
  schema: GraphQLSchema,
  model: AccessModel,
  rules: RootRules,
  setting: IntrospectionSetting,
): IntrospectedSchema {
  if (typeof setting === 'boolean') return () => (setting ? schema : null);
  const kept = new Map<string, GraphQLSchema>();
  return ({ access }) => {
    const { accessClass } = access.vector;
    const { roles, policyVersion, narrow, grantsRole } = accessClass;
    if (!roles.some((role) => setting.roles.includes(role))) return null;
    const key = JSON.stringify([roles, policyVersion]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const reacher = { roles, purposes: Object.keys(model.purposeAncestors), narrow, grantsRole };
    const told = roleSchema(schema, model, reacher, roleMayUse(rules, reacher)).schema;
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, told);
    return told;
  };
}
