import { type GraphQLSchema, printSchema } from 'graphql';
import type { AccessModel } from './access/access-model.ts';
import type { Reacher } from './access/role-reach.ts';
import { type RoleSchema, roleSchema } from './access/role-schema.ts';
import type { TenantPolicies } from './access/tenant-policy.ts';
import type { RootRules } from './guard-roots.ts';
import { roleMayUse } from './role-may-use.ts';
import { ROOT_RULES } from './root-rules.ts';

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

/** The same as some tenant narrows it, by the rules as shipped; empty for a tenant that is not configured. */
export function schemaOfRoles(
  schema: GraphQLSchema,
  model: AccessModel,
  policies: TenantPolicies,
): (tenant: string, roles: readonly string[]) => string {
  const rules = ROOT_RULES(model);
  return (tenant, roles) => {
    const policy = policies(tenant);
    if (policy === null) return '';
    const { narrow, grantsRole } = policy;
    return printRoleSchema(schema, model, rules, { narrow, grantsRole, roles }).text;
  };
}
