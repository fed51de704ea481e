import type { AccessModel } from './access/access-model.ts';
import { createTenantPolicies } from './access/create-tenant-policy.ts';
import { TenantOverlayError } from './access/overlay-source.ts';
import type { TenantOverlay } from './access/tenant-overlay.ts';
import type { TenantPolicies } from './access/tenant-policy.ts';
import { tenantRolesOf } from './access/tenant-roles-of.ts';
import { ConfigError } from './config.ts';
import type { TenantRolesSource } from './identity/tenant-roles.ts';
import type { PolicyInForce } from './ledger/record-policies.ts';
import { loadTenants } from './load-tenants.ts';
import type { Log } from './log.ts';

/** The tenants as they stand now. An operation asks once, so it sees one version whatever is read meanwhile. */
export interface TenantsInForce {
  readonly policies: TenantPolicies;
  readonly roles: TenantRolesSource;
  /** Those that have a file, sorted. */
  names(): readonly string[];
  /** One tenant's file as it was read; `null`: it has none. */
  overlay(tenant: string): TenantOverlay | null;
  /** What governs each tenant now, as it goes on record. */
  inForce(): ReadonlyMap<string, PolicyInForce>;
  /**
   * Reads the folder anew: all files, or where one of them is refused none, and what stood before goes on.
   * @returns whether it was taken.
   */
  reload(): Promise<boolean>;
}

/** @throws TenantOverlayError or ConfigError: without tenants nothing is served. */
export async function openTenants(folder: string, model: AccessModel, log: Log): Promise<TenantsInForce> {
  let current = await read(folder, model);
  return Object.freeze({
    policies: (tenant: string) => current.policies(tenant),
    roles: (tenant: string) => current.roles(tenant),
    names: () => current.names,
    overlay: (tenant: string) => current.overlays.get(tenant) ?? null,
    inForce: () => current.inForce,
    reload: async () => {
      try {
        current = await read(folder, model);
      } catch (error) {
        if (error instanceof TenantOverlayError) {
          for (const { message, place } of error.findings)
            log.error('tenants.refused', { file: place.file, line: place.line, detail: message });
        } else if (error instanceof ConfigError) log.error('tenants.refused', { detail: error.message });
        else throw error;
        return false;
      }
      log.info('tenants.reloaded', { count: current.names.length });
      return true;
    },
  });
}

async function read(folder: string, model: AccessModel) {
  const overlays = await loadTenants(folder, model);
  const roles: TenantRolesSource = (tenant) => {
    const overlay = overlays.get(tenant);
    return overlay === undefined ? null : tenantRolesOf(overlay, model);
  };
  const policies = createTenantPolicies(overlays, model);
  const inForce = new Map(
    [...overlays].map(([tenant, overlay]): [string, PolicyInForce] => [
      tenant,
      {
        version: policies(tenant)?.version ?? '',
        overlay: overlay.version,
        ...(overlay.text === undefined ? {} : { file: { name: overlay.file, body: overlay.text } }),
      },
    ]),
  );
  return {
    policies,
    roles,
    inForce,
    overlays,
    names: [...overlays.keys()].toSorted(),
  };
}
