import type { IssuerSettings } from './issuer-settings.ts';
import type { TenantRoles } from './tenant-roles.ts';

/** Roles an actor has, sorted, and what was dropped because nobody knows it. */
export interface MappedRoles {
  readonly roles: readonly string[];
  readonly dropped: readonly string[];
}

/**
 * Names of a token to known roles: through the issuer's map where its entry has one, else through the
 * tenant's groups. With a map, a name that it does not hold gives nothing, so that nobody becomes PHYSICIAN
 * by the name of a group.
 */
export function mapTokenRoles(
  names: readonly string[],
  roleMap: IssuerSettings['roleMap'],
  tenantRoles: TenantRoles,
): MappedRoles {
  const rolesOf = (name: string): readonly string[] => {
    if (roleMap === undefined) return tenantRoles.groups.get(name) ?? [name];
    return (Object.hasOwn(roleMap, name) ? roleMap[name] : undefined) ?? [];
  };
  return keepKnown(names.flatMap(rolesOf), tenantRoles);
}

/** The known ones among role names. */
export function keepKnown(names: readonly string[], { known }: TenantRoles): MappedRoles {
  const distinct = [...new Set(names)];
  return Object.freeze({
    roles: Object.freeze(distinct.filter((name) => known.has(name)).sort()),
    dropped: Object.freeze(distinct.filter((name) => !known.has(name))),
  });
}
