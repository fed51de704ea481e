import { declaredPolicy, type MatrixPolicy } from '../access/access-matrix.ts';
import type { AccessModel } from '../access/access-model.ts';
import { overlayGrants } from '../access/overlay-grants.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';

/** Whose matrix: as the schema stands, or as a tenant's overlay leaves it, with the roles that it derives. */
export function matrixPolicy(model: AccessModel, overlay: TenantOverlay | null): MatrixPolicy {
  if (overlay === null) return declaredPolicy(model);
  return Object.freeze({
    ...overlayGrants(overlay, model),
    roles: Object.freeze([...model.roles, ...overlay.derivedRoles.keys()]),
  });
}
