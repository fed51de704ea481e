import type { Command } from 'commander';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { isTenantFile } from '../access/is-tenant-file.ts';
import type { OverlayFinding } from '../access/overlay-source.ts';
import { loadConfig } from '../config.ts';
import type { TenantFolder } from '../load-tenants.ts';
import { readTenants } from '../load-tenants.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';
import { safeText } from './safe-text.ts';

interface CheckOptions {
  readonly tenants?: string;
  readonly schema: string;
  readonly json?: boolean;
}

/** `phield tenants check`: what the gateway would refuse to start with. Exit 0 fine, 1 a finding, 2 usage. */
export function registerTenantsCommands(program: Command): void {
  const tenants = program.command('tenants').description('the overlays of the tenants');
  tenants
    .command('check')
    .description('check that every overlay names what exists and only narrows')
    .option('--tenants <folder>', 'folder of overlays (default: PHIELD_TENANTS_DIR)')
    .option('--schema <folder>', 'folder of the schema', SCHEMA_FOLDER)
    .option('--json', 'print one JSON object')
    .action(async (options: CheckOptions) => {
      const folder = options.tenants ?? loadConfig(process.env).tenantsDir;
      const model = readAccessModel(readSdl(await loadSdl(options.schema)));
      const tenantFiles = await readTenants(folder, model, isTenantFile);
      const examples = await readTenants(folder, model, (name) => name.endsWith('.example.yaml'));
      const checked = {
        overlays: tenantFiles.overlays,
        findings: distinct([...tenantFiles.findings, ...examples.findings.filter(ofFile)]),
      };
      process.stdout.write(options.json === true ? asJson(checked) : safeText(asLines(checked)));
      process.exitCode = checked.findings.length === 0 ? 0 : 1;
    });
}

/** That a folder holds no example is nothing to report. */
function ofFile({ place }: OverlayFinding): boolean {
  return place.file.endsWith('.example.yaml');
}

function distinct(findings: readonly OverlayFinding[]): readonly OverlayFinding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function asJson({ overlays, findings }: TenantFolder): string {
  const tenants = overlays.map(({ tenant, file, version }) => ({ tenant, file, version }));
  return `${JSON.stringify({ ok: findings.length === 0, tenants, findings })}\n`;
}

function asLines({ overlays, findings }: TenantFolder): string {
  if (findings.length > 0) {
    return findings.map(({ place, message }) => `${place.file}:${place.line}: ${message}\n`).join('');
  }
  return overlays
    .map(
      ({ tenant, file, removals, tightenings, derivedRoles }) =>
        `${tenant}: ${file}, ${removals.length} removed, ${tightenings.length} tightened, ${derivedRoles.size} roles derived\n`,
    )
    .join('');
}
