import { declaredPolicy } from '../access/access-matrix.ts';
import { type DiffReport, diffReport } from './diff-report.ts';
import type { DiffSide } from './diff-side.ts';
import type { ReviewedDocument } from './diff-touched.ts';
import type { ReviewedPolicy } from './reviewed-policy.ts';

/** What one version of a tenant's policy gives that another did not, and the reverse, without anybody's waivers. */
export function compareReviewed(
  old: ReviewedPolicy,
  now: ReviewedPolicy,
  documents: readonly ReviewedDocument[],
): DiffReport {
  const sides = { old: sideOf(old), now: sideOf(now) };
  return diffReport({ ...sides, documents, waivers: [], author: null, at: 0 });
}

/** Of tenants, the reviewer's own alone. */
export function sideOf({ version, sdl, model, overlay, policy }: ReviewedPolicy): DiffSide {
  const { mayUse: _, ...rules } = policy;
  const tenants = new Map([[overlay.tenant, { overlay, policy: rules }]]);
  return Object.freeze({ name: version, sdl, model, declared: declaredPolicy(model), tenants });
}
