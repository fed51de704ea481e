import { declaredPolicy, type MatrixPolicy } from '../access/access-matrix.ts';
import type { AccessModel } from '../access/access-model.ts';
import { overlayGrants } from '../access/overlay-grants.ts';
import { loadConfig } from '../config.ts';
import { loadTenants } from '../load-tenants.ts';

/** Whose policy a command was asked for. */
interface AskedPolicy {
  /** Absent: as the schema declares it. */
  readonly tenant?: string | undefined;
  /** Folder of overlays; absent: `PHIELD_TENANTS_DIR`. */
  readonly tenants?: string | undefined;
}

/** The policy of a tenant with its derived roles, or the declared one. @param refuse for a tenant that has no file. */
export async function askedPolicy(
  model: AccessModel,
  { tenant, tenants }: AskedPolicy,
  refuse: (message: string) => never,
): Promise<MatrixPolicy> {
  if (tenant === undefined) return declaredPolicy(model);
  const overlays = await loadTenants(tenants ?? loadConfig(process.env).tenantsDir, model);
  const overlay = overlays.get(tenant);
  if (overlay === undefined) return refuse(`--tenant: expected one of ${[...overlays.keys()].join(', ')}`);
  return { ...overlayGrants(overlay, model), roles: [...model.roles, ...overlay.derivedRoles.keys()] };
}
