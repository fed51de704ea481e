import type { TenantRoles } from '../identity/tenant-roles.ts';
import type { AccessModel } from './access-model.ts';
import type { TenantOverlay } from './tenant-overlay.ts';

/** What the names of a tenant's tokens are read by: its groups, and the roles that it knows. */
export function tenantRolesOf(
  { derivedRoles, groups }: Pick<TenantOverlay, 'derivedRoles' | 'groups'>,
  { roles }: Pick<AccessModel, 'roles'>,
): TenantRoles {
  return Object.freeze({
    known: new Set([...roles, ...derivedRoles.keys()]),
    groups: new Map([...groups].map(([group, role]) => [group, [role]])),
  });
}
