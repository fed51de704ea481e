import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { loadSdl } from '../../directives/load-sdl.ts';
import type { SdlFile } from '../../directives/read-sdl.ts';
import { createTenantPolicy } from '../access/create-tenant-policy.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';
import type { Config } from '../config.ts';
import type { PackDeclared } from '../evidence/compose-pack.ts';
import { mayUseRoots } from '../may-use-roots.ts';
import { readDiffSide } from '../review/diff-side.ts';
import { knownTenant } from './known-tenant.ts';

export interface DeclaredForPack extends PackDeclared {
  readonly overlay: TenantOverlay;
  /** As events of the ledger bear it. */
  readonly version: string;
  readonly tenantFile: SdlFile;
}

/**
 * What is declared for a tenant now, each file read once: what is shown is what is told of.
 * @throws UnknownTenantError, SchemaRefusedError, TenantOverlayError
 */
export async function readPackDeclared(
  config: Config,
  folder: string,
  tenant: string,
): Promise<DeclaredForPack> {
  const { file } = await knownTenant(config, tenant);
  const schema = await loadSdl(folder);
  const body = await readFile(join(config.tenantsDir, basename(file)), 'utf8');
  const tenantFile = { name: file, body };
  const { model, tenants } = readDiffSide({ name: tenant, schema, tenants: [tenantFile] }, true);
  const side = tenants?.get(tenant);
  if (side === undefined) throw new Error(`${file}: it was changed while it was read; run it again`);
  const { overlay, policy } = side;
  return Object.freeze({
    model,
    policy: { ...policy, mayUse: mayUseRoots(model, policy) },
    schema,
    tenant: body,
    tenantFile,
    overlay,
    version: createTenantPolicy(overlay, model).version,
  });
}
