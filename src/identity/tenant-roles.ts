/** The roles one tenant knows: the schema's and those it derives from them. */
export interface TenantRoles {
  readonly known: ReadonlySet<string>;
  /** Group of the identity provider to roles, from the tenant's overlay. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** `null`: no such tenant. */
export type TenantRolesSource = (tenant: string) => TenantRoles | null;
