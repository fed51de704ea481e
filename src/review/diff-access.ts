import type { AccessModel } from '../access/access-model.ts';
import type { Narrowing, TenantOverlay } from '../access/tenant-overlay.ts';
import type { AccessChange } from './access-change.ts';
import { compareDeclarations } from './diff-declarations.ts';
import { compareOpenFields, turnedFields } from './diff-open-fields.ts';
import { comparePolicies } from './diff-policy.ts';
import type { DiffSide } from './diff-side.ts';
import { compareTenants } from './diff-tenants.ts';

/**
 * What changed between two sides, from what each decides and not from its text: for the schema as declared, and for
 * every tenant that both have. Roles held together get no more than what each of them gets, so single roles tell all.
 */
export function diffAccess(old: DiffSide, now: DiffSide): readonly AccessChange[] {
  const open = compareOpenFields(old, now);
  const apart = turnedFields(open);
  const sameWords = wordsOf(old.model) === wordsOf(now.model);
  const asker = ({ model }: DiffSide, policy: DiffSide['declared']) => ({ model, policy });
  const declared = comparePolicies({
    tenant: null,
    old: asker(old, old.declared),
    now: asker(now, now.declared),
    apart,
    alike: sameWords,
  });
  const tenants = [...(now.tenants ?? [])].flatMap(([tenant, after]) => {
    const before = old.tenants?.get(tenant);
    if (before === undefined) return [];
    return comparePolicies({
      tenant,
      old: asker(old, before.policy),
      now: asker(now, after.policy),
      apart,
      alike: sameWords && rulesOf(before.overlay) === rulesOf(after.overlay),
    });
  });
  return Object.freeze([
    ...open,
    ...compareDeclarations(old, now),
    ...compareTenants(old, now),
    ...declared,
    ...tenants,
  ]);
}

/** The words that grants are written in. */
function wordsOf({ roles, sensitivities, purposeAncestors }: AccessModel): string {
  return JSON.stringify([roles, sensitivities, purposeAncestors]);
}

/** All of an overlay that grants are narrowed by, wherever it stands in the file. */
function rulesOf({ removals, tightenings, derivedRoles }: TenantOverlay): string {
  const placeless = ({ place: _, ...entry }: Narrowing) => entry;
  const roles = [...derivedRoles].map(([name, { base, only, breakGlass }]) => [name, base, only, breakGlass]);
  return JSON.stringify([removals.map(placeless), tightenings.map(placeless), roles]);
}
