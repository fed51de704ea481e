import type { Sdl, SdlFile } from '../../directives/read-sdl.ts';
import { codesOf, readCategoryGrants } from '../../directives/vocabulary.ts';
import type { MatrixPolicy, MatrixRow } from '../access/access-matrix.ts';
import { matrixRows } from '../access/access-matrix.ts';
import type { AccessModel } from '../access/access-model.ts';
import type { NamedRow } from '../access/category-table.ts';
import { categoryRows } from '../access/category-table.ts';
import { policyVersion } from '../access/create-tenant-policy.ts';
import { shownTenant } from '../access/shown-tenant.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';
import { matrixPolicy } from './matrix-policy.ts';
import type { CellSummary } from './summarize-cells.ts';

/** One version of what governs one tenant, read as the gateway reads it. */
export interface ReviewedPolicy {
  /** As events of the ledger bear it. */
  readonly version: string;
  readonly sdl: Sdl;
  readonly model: AccessModel;
  readonly overlay: TenantOverlay;
  /** As it is: what names patients in it MUST NOT be told. */
  readonly overlayFile: SdlFile;
  /** The same as it may be told. */
  readonly shownFile: SdlFile;
  readonly policy: MatrixPolicy;
  /** By category, then what has grants of its own. */
  readonly categories: readonly NamedRow[];
  readonly coordinates: readonly MatrixRow[];
  /** HIPAA identifiers (45 CFR 164.514(b)(2)) that a field may be declared to be. */
  readonly identifiers: readonly string[];
  /** Cells told so far, over all purposes; grows to the size of the matrix and no further. */
  readonly told: Map<string, CellSummary>;
}

/** Whether a role may use a root field under a purpose, by the rules of this gateway. */
export type MayUseRoots = (
  model: AccessModel,
  policy: Pick<MatrixPolicy, 'narrow' | 'grantsRole'>,
) => NonNullable<MatrixPolicy['mayUse']>;

export function reviewedPolicy(
  { sdl, model, overlay, overlayFile }: Pick<ReviewedPolicy, 'sdl' | 'model' | 'overlay' | 'overlayFile'>,
  mayUseRoots: MayUseRoots,
): ReviewedPolicy {
  const narrowed = matrixPolicy(model, overlay);
  return Object.freeze({
    version: policyVersion(model.version, overlay.version),
    sdl,
    model,
    overlay,
    overlayFile,
    shownFile: Object.freeze({ name: overlayFile.name, body: shownTenant(overlayFile.body).text }),
    policy: Object.freeze({ ...narrowed, mayUse: mayUseRoots(model, narrowed) }),
    categories: categoryRows(model, readCategoryGrants(sdl.schema)),
    coordinates: matrixRows(model),
    identifiers: codesOf(sdl.schema, 'HipaaIdentifier'),
    told: new Map(),
  });
}

/** Schema files first, then the tenant's own: all that a place can be in, as it may be told. */
export function filesOf({ sdl, shownFile }: Pick<ReviewedPolicy, 'sdl' | 'shownFile'>): readonly SdlFile[] {
  return [...sdl.files, shownFile];
}
