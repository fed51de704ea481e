import { createHash } from 'node:crypto';
import { readAccessModel, schemaVersion } from '../../directives/read-access-model.ts';
import { readSdl, type SdlFile } from '../../directives/read-sdl.ts';
import { policyVersion } from '../access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../access/parse-tenant-overlay.ts';
import { DataIntegrityError } from '../errors.ts';
import { type MayUseRoots, type ReviewedPolicy, reviewedPolicy } from './reviewed-policy.ts';

/**
 * What was kept, held against the version it is asked for: an archive that was altered explains nothing.
 * @param running a schema that is read already: the same words are not read again, which takes some 0.1 s of everybody's.
 * @returns `null`: it is what it says, and of a time whose words this program does not read any more.
 * @throws DataIntegrityError
 */
export function readTexts(
  version: string,
  tenant: string,
  schema: readonly SdlFile[],
  overlayFile: SdlFile,
  mayUseRoots: MayUseRoots,
  running: Pick<ReviewedPolicy, 'sdl' | 'model'> | null = null,
): ReviewedPolicy | null {
  const overlayVersion = createHash('sha256').update(overlayFile.body).digest('hex');
  const words = schemaVersion(schema);
  if (policyVersion(words, overlayVersion) !== version)
    throw new DataIntegrityError('a kept policy is not what its version says');
  const reviewed = readOrNull(() => {
    const { sdl, model } = running?.model.version === words ? running : readSchema(schema);
    const overlay = parseTenantOverlay(overlayFile.body, overlayFile.name, model);
    return reviewedPolicy({ sdl, model, overlay, overlayFile }, mayUseRoots);
  });
  if (reviewed !== null && reviewed.overlay.tenant !== tenant)
    throw new DataIntegrityError('a kept policy is of another tenant');
  return reviewed;
}

function readSchema(schema: readonly SdlFile[]): Pick<ReviewedPolicy, 'sdl' | 'model'> {
  const sdl = readSdl(schema);
  return { sdl, model: readAccessModel(sdl) };
}

function readOrNull(read: () => ReviewedPolicy): ReviewedPolicy | null {
  try {
    return read();
  } catch {
    return null;
  }
}
