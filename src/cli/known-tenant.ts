import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';
import { type Config, ConfigError } from '../config.ts';
import { loadTenants } from '../load-tenants.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';

/** A tenant without a file: a misspelt name would be acted upon without effect, and nobody would know. */
export class UnknownTenantError extends ConfigError {}

/** @throws UnknownTenantError, naming the tenants there are; what `loadTenants` throws. */
export async function knownTenant(
  { tenantsDir }: Pick<Config, 'tenantsDir'>,
  tenant: string,
): Promise<TenantOverlay> {
  const tenants = await loadTenants(tenantsDir, readAccessModel(readSdl(await loadSdl(SCHEMA_FOLDER))));
  const overlay = tenants.get(tenant);
  if (overlay !== undefined) return overlay;
  const names = [...tenants.keys()].join(', ');
  throw new UnknownTenantError(
    `--tenant: expected one of ${names}: a tenant exists by its file in ${tenantsDir}`,
  );
}
