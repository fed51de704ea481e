import type { AccessModel } from '../../src/access/access-model.ts';
import { type OverlayFinding, TenantOverlayError } from '../../src/access/overlay-source.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';

/** What a tenant's file is refused for; nothing where it is taken. */
export function overlayFindings(text: string, file: string, model: AccessModel): readonly OverlayFinding[] {
  try {
    parseTenantOverlay(text, file, model);
  } catch (error) {
    if (error instanceof TenantOverlayError) return error.findings;
    throw error;
  }
  return [];
}
