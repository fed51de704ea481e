import { type GraphQLSchema, printSchema } from 'graphql';
import type { AccessModel } from './access/access-model.ts';
import type { Reacher } from './access/role-reach.ts';
import { type RoleSchema, roleSchema } from './access/role-schema.ts';
import type { RootRules } from './guard-roots.ts';
import { roleMayUse } from './role-may-use.ts';

/** The schema as some roles can ever use it, printed. Under every purpose, where none are named. */
export function printRoleSchema(
  schema: GraphQLSchema,
  model: AccessModel,
  rules: RootRules,
  asked: Omit<Reacher, 'purposes'> & { readonly purposes?: readonly string[] | undefined },
): Omit<RoleSchema, 'schema'> & { readonly text: string } {
  const { roles, narrow, grantsRole, purposes = Object.keys(model.purposeAncestors) } = asked;
  const reacher = { roles, narrow, grantsRole, purposes };
  const { schema: printed, leftOut, masked } = roleSchema(schema, model, reacher, roleMayUse(rules, reacher));
  return { text: printSchema(printed), leftOut, masked };
}
