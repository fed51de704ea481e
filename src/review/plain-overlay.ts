import type { AccessModel } from '../access/access-model.ts';
import { parseTenantOverlay } from '../access/parse-tenant-overlay.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';

/** A tenant that leaves everything as the schema declares it. */
export function plainOverlay(model: AccessModel): TenantOverlay {
  return parseTenantOverlay('tenant: declared', 'declared', model);
}
