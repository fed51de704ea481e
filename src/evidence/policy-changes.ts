import type { SdlFile } from '../../directives/read-sdl.ts';
import { createTenantPolicy } from '../access/create-tenant-policy.ts';
import { type DiffReport, diffReport } from '../review/diff-report.ts';
import { type DiffSide, readDiffSide } from '../review/diff-side.ts';
import type { PolicyPeriod } from './policy-periods.ts';

/** The texts of a policy version: schema files, and the tenant's own. */
export interface PolicyTexts {
  readonly schema: readonly SdlFile[];
  readonly tenant: SdlFile;
}

/** @returns `null`: its texts are not kept. */
export type FindTexts = (version: string) => Promise<PolicyTexts | null>;

/** Kept texts are believed only where they make up the version that the ledger bears. */
type Missing =
  | 'texts of the older'
  | 'texts of the newer'
  | 'texts are of another version'
  | 'not readable by this build';

/** What one policy version gives that the one before did not, or no longer gives. */
export interface PolicyChange {
  readonly old: string;
  readonly new: string;
  /** RFC 3339: since when the newer was in force. */
  readonly at: string | null;
  /** `null`: they cannot be compared. */
  readonly report: DiffReport | null;
  /** Why not. */
  readonly missing: Missing | null;
}

/**
 * Versions that followed each other in the period, compared by what each decides. One that cannot be compared is named: a
 * pack without it would look as if nothing had changed.
 */
export async function policyChanges(
  periods: readonly PolicyPeriod[],
  find: FindTexts,
  now: number,
): Promise<readonly PolicyChange[]> {
  const changes: PolicyChange[] = [];
  // Of one that nobody put on record it is not known what it followed.
  const inOrder = periods.filter(({ from }) => from !== null);
  for (const [at, period] of inOrder.entries()) {
    const before = inOrder[at - 1];
    if (before === undefined || before.version === period.version) continue;
    changes.push(await compare(before.version, period, find, now));
  }
  return changes;
}

async function compare(
  old: string,
  { version, from: at }: PolicyPeriod,
  find: FindTexts,
  now: number,
): Promise<PolicyChange> {
  const head = { old, new: version, at };
  const before = await find(old);
  if (before === null) return { ...head, report: null, missing: 'texts of the older' };
  const after = await find(version);
  if (after === null) return { ...head, report: null, missing: 'texts of the newer' };
  try {
    const sides = { old: sideOf(old, before), now: sideOf(version, after) };
    if (sides.old === null || sides.now === null)
      return { ...head, report: null, missing: 'texts are of another version' };
    const asked = { old: sides.old, now: sides.now, documents: [], waivers: [], author: null, at: now };
    return { ...head, report: diffReport(asked), missing: null };
  } catch {
    return { ...head, report: null, missing: 'not readable by this build' };
  }
}

/** What once was served was held to the lint of then. @returns `null` for texts of another version. */
function sideOf(name: string, { schema, tenant }: PolicyTexts): DiffSide | null {
  const side = readDiffSide({ name, schema, tenants: [tenant] }, false);
  const versions = [...(side.tenants?.values() ?? [])].map(
    ({ overlay }) => createTenantPolicy(overlay, side.model).version,
  );
  return versions.includes(name) ? side : null;
}
