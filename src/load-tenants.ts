import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { AccessModel } from './access/access-model.ts';
import { isTenantFile } from './access/is-tenant-file.ts';
import type { OverlayFinding } from './access/overlay-source.ts';
import { TenantOverlayError } from './access/overlay-source.ts';
import { parseTenantOverlay } from './access/parse-tenant-overlay.ts';
import type { TenantOverlay } from './access/tenant-overlay.ts';
import { ConfigError } from './config.ts';

/** What a folder of tenants holds. Overlays with a finding are left out. */
export interface TenantFolder {
  readonly overlays: readonly TenantOverlay[];
  readonly findings: readonly OverlayFinding[];
}

/**
 * The overlays of a folder by tenant: every `*.yaml` but `*.example.yaml`. A tenant exists by its file.
 * @throws TenantOverlayError with every finding in every file, a tenant given twice and an empty folder
 * among them; ConfigError when the folder cannot be read.
 */
export async function loadTenants(
  folder: string,
  model: AccessModel,
): Promise<ReadonlyMap<string, TenantOverlay>> {
  const { overlays, findings } = await readTenants(folder, model, isTenantFile);
  if (findings.length > 0) throw new TenantOverlayError(findings);
  return new Map(overlays.map((overlay) => [overlay.tenant, overlay]));
}

/** The same with findings as a value, and of those files only that `wanted` names. */
export async function readTenants(
  folder: string,
  model: AccessModel,
  wanted: (name: string) => boolean,
): Promise<TenantFolder> {
  const root = resolve(folder);
  const shown = (name: string) => `${basename(root)}/${name}`;
  const names = [...(await namesIn(root))].sort();
  const overlays: TenantOverlay[] = [];
  const findings: OverlayFinding[] = [];
  const refuse = (file: string, line: number, message: string) =>
    findings.push({ message, place: { file, line } });

  for (const name of names.filter((name) => name.endsWith('.yml'))) {
    refuse(shown(name), 1, 'a tenant file ends in .yaml; this one would be passed over');
  }
  const files = names.filter(wanted);
  if (files.length === 0) refuse(basename(root), 1, 'no tenant has a file here, so none is served');
  for (const name of files) {
    try {
      const overlay = parseTenantOverlay(await readFile(join(root, name), 'utf8'), shown(name), model);
      const other = overlays.find((known) => known.tenant === overlay.tenant);
      if (other === undefined) overlays.push(overlay);
      else refuse(overlay.file, 1, `tenant ${overlay.tenant} is given in ${other.file} too`);
    } catch (error) {
      if (!(error instanceof TenantOverlayError)) throw error;
      findings.push(...error.findings);
    }
  }
  return { overlays, findings };
}

/** @throws ConfigError when the folder cannot be read. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    throw new ConfigError(`PHIELD_TENANTS_DIR: expected a readable folder: ${folder}`);
  }
}
