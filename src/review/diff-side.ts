import { assertLintClean } from '../../directives/lint-schema.ts';
import type { Sdl, SdlFile } from '../../directives/read-sdl.ts';
import { readUnlinted } from '../../directives/read-unlinted.ts';
import { declaredPolicy, type MatrixPolicy } from '../access/access-matrix.ts';
import type { AccessModel } from '../access/access-model.ts';
import { overlayGrants } from '../access/overlay-grants.ts';
import { TenantOverlayError } from '../access/overlay-source.ts';
import { parseTenantOverlay } from '../access/parse-tenant-overlay.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';

/** The texts of one side of a comparison, wherever they were read from. */
export interface DiffTexts {
  /** As the user named it. */
  readonly name: string;
  readonly schema: readonly SdlFile[];
  /** Overlays, one a file; `null`: this side says nothing of tenants. The newer one MUST where the older one names some. */
  readonly tenants: readonly SdlFile[] | null;
}

/** One side as the gateway would read it. */
export interface DiffSide {
  readonly name: string;
  readonly sdl: Sdl;
  readonly model: AccessModel;
  readonly tenants: ReadonlyMap<string, SideTenant> | null;
  readonly declared: MatrixPolicy;
}

export interface SideTenant {
  readonly overlay: TenantOverlay;
  readonly policy: MatrixPolicy;
}

/**
 * @param lint the newer side MUST be a schema that would start: of any other less is read than it may say. Of an older
 * one that today's lint refuses what can be read is read, which shows more as widened, never less.
 * @throws SchemaRefusedError, TenantOverlayError with file and line.
 */
export function readDiffSide({ name, schema, tenants }: DiffTexts, lint: boolean): DiffSide {
  const { sdl, model } = lint ? assertLintClean(schema) : readUnlinted(schema);
  return Object.freeze({
    name,
    sdl,
    model,
    declared: declaredPolicy(model),
    tenants: tenants === null ? null : readOverlays(tenants, model),
  });
}

function readOverlays(files: readonly SdlFile[], model: AccessModel): ReadonlyMap<string, SideTenant> {
  const found = new Map<string, SideTenant>();
  for (const { name, body } of files) {
    const overlay = parseTenantOverlay(body, name, model);
    const other = found.get(overlay.tenant);
    if (other !== undefined) {
      const message = `tenant ${overlay.tenant} is given in ${other.overlay.file} too`;
      throw new TenantOverlayError([{ message, place: { file: name, line: 1 } }]);
    }
    const roles = Object.freeze([...model.roles, ...overlay.derivedRoles.keys()]);
    found.set(overlay.tenant, {
      overlay,
      policy: Object.freeze({ ...overlayGrants(overlay, model), roles }),
    });
  }
  return found;
}
