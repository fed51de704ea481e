import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl, type SdlFile } from '../../directives/read-sdl.ts';
import { parseTenantOverlay } from '../access/parse-tenant-overlay.ts';
import { DataIntegrityError } from '../errors.ts';
import { type MayUseRoots, type ReviewedPolicy, reviewedPolicy } from './reviewed-policy.ts';

/**
 * What was kept, held against the version it is asked for: an archive that was altered explains nothing.
 * @throws DataIntegrityError
 */
export function readTexts(
  version: string,
  tenant: string,
  schema: readonly SdlFile[],
  overlayFile: SdlFile,
  mayUseRoots: MayUseRoots,
): ReviewedPolicy {
  const reviewed = readOrRefuse(() => {
    const sdl = readSdl(schema);
    const model = readAccessModel(sdl);
    const overlay = parseTenantOverlay(overlayFile.body, overlayFile.name, model);
    return reviewedPolicy({ sdl, model, overlay, overlayFile }, mayUseRoots);
  });
  if (reviewed.version !== version || reviewed.overlay.tenant !== tenant)
    throw new DataIntegrityError('a kept policy is not what its version says');
  return reviewed;
}

function readOrRefuse(read: () => ReviewedPolicy): ReviewedPolicy {
  try {
    return read();
  } catch (error) {
    throw new DataIntegrityError(
      `a kept policy cannot be read: ${error instanceof Error ? error.name : 'failed'}`,
    );
  }
}
