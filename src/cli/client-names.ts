import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import type { Config } from '../config.ts';
import type { IssuerSettings } from '../identity/issuer-settings.ts';
import { trustedIssuers } from '../identity/trusted-issuers.ts';
import { loadTenants } from '../load-tenants.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';
import type { KnownNames } from './client-options.ts';

/**
 * What a registration may name. A misspelt name would narrow to nothing, and nobody would know why.
 * @param tenant `null`: a client of every tenant.
 * @returns with the tenants that it is for; `null` for a tenant that has no file.
 */
export async function knownNames(
  { tenantsDir }: Pick<Config, 'tenantsDir'>,
  tenant: string | null,
): Promise<(KnownNames & { readonly tenants: readonly string[] }) | null> {
  const model = readAccessModel(readSdl(await loadSdl(SCHEMA_FOLDER)));
  const purposes = new Set(Object.keys(model.purposeAncestors));
  const overlays = await loadTenants(tenantsDir, model);
  if (tenant === null) return { roles: new Set(model.roles), purposes, tenants: [...overlays.keys()] };
  const overlay = overlays.get(tenant);
  if (overlay === undefined) return null;
  return {
    roles: new Set([...model.roles, ...overlay.derivedRoles.keys()]),
    purposes,
    tenants: [tenant],
  };
}

/** Whose tokens are believed here. */
export async function issuersHere(config: Config): Promise<readonly IssuerSettings[]> {
  const issuers = await trustedIssuers({ config, fetch, clock: Date.now, log: () => {} });
  return issuers.map(({ settings }) => settings);
}

/** The same by name alone. */
export async function issuerNames(config: Config): Promise<readonly string[]> {
  return (await issuersHere(config)).map(({ issuer }) => issuer);
}
