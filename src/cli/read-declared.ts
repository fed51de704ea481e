import { describe } from '../../directives/finding.ts';
import { assertLintClean, lintSchema } from '../../directives/lint-schema.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import type { Sdl } from '../../directives/read-sdl.ts';
import { readUnlinted } from '../../directives/read-unlinted.ts';
import type { AccessModel } from '../access/access-model.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';
import { loadConfig } from '../config.ts';
import { loadTenants } from '../load-tenants.ts';
import { GitRefError, withGitRef } from './git-ref.ts';

/** Where to read what is declared. */
export interface DeclaredSource {
  readonly schema: string;
  /** Left out: PHIELD_TENANTS_DIR. */
  readonly tenants?: string | undefined;
  readonly tenant?: string | undefined;
  /** Git ref; left out: as the files are now. */
  readonly asOf?: string | undefined;
}

export interface Declared {
  readonly sdl: Sdl;
  readonly model: AccessModel;
  /** `null`: no tenant was asked for. */
  readonly overlay: TenantOverlay | null;
}

/** What was asked for is not there: wrong usage. */
export class NotDeclaredError extends Error {
  override readonly name = 'NotDeclaredError';
}

/**
 * The schema, and one tenant's overlay of it. As of a ref the schema has to be one that GraphQL can read; what today's
 * lint has against it is told by `warn`, since it was written for the lint of then.
 *
 * @throws NotDeclaredError for a ref, folder or tenant that is not there; SchemaRefusedError and TenantOverlayError with
 *   file and line.
 */
export async function readDeclared(
  source: DeclaredSource,
  warn: (message: string) => void,
): Promise<Declared> {
  const { schema, tenant, asOf } = source;
  const tenants = tenant === undefined ? [] : [source.tenants ?? loadConfig(process.env).tenantsDir];
  if (asOf === undefined) return readFolders(schema, tenants[0], tenant, null);
  try {
    return await withGitRef(asOf, [schema, ...tenants], ([schemaThen = '', tenantsThen]) =>
      readFolders(schemaThen, tenantsThen, tenant, (findings, first) =>
        warn(`${asOf}: today's lint has ${findings} against it, the first: ${first}`),
      ),
    );
  } catch (error) {
    if (error instanceof GitRefError) throw new NotDeclaredError(`--as-of: ${error.message}`);
    throw error;
  }
}

async function readFolders(
  schema: string,
  tenants: string | undefined,
  tenant: string | undefined,
  tolerate: ((findings: number, first: string) => void) | null,
): Promise<Declared> {
  const files = await loadSdl(schema);
  const { sdl, model } = tolerate === null ? assertLintClean(files) : readUnlinted(files);
  if (tolerate !== null) {
    const [first, ...others] = lintSchema(files);
    if (first !== undefined) tolerate(others.length + 1, describe(first));
  }
  if (tenant === undefined || tenants === undefined) return { sdl, model, overlay: null };
  const overlays = await loadTenants(tenants, model);
  const overlay = overlays.get(tenant);
  if (overlay !== undefined) return { sdl, model, overlay };
  throw new NotDeclaredError(`--tenant: expected one of ${[...overlays.keys()].join(', ')}`);
}
