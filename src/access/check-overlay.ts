import type { AccessModel } from './access-model.ts';
import { checkNarrowing, checkTightening, isKnownRole } from './check-narrowing.ts';
import { checkPurposeMix } from './check-purpose-mix.ts';
import type { DeclaredGrants } from './declared-grants.ts';
import { declaredGrants } from './declared-grants.ts';
import type { OverlayFile } from './overlay-file.ts';
import type { OverlayProblem } from './overlay-source.ts';
import { OUTSIDE_STAFF } from './relationships.ts';
import { DEFAULT_ACCESS_SETTINGS } from './tenant-settings.ts';

/**
 * Compares a tenant's file with the schema: everything it names MUST exist, every entry MUST narrow
 * something, and nothing may widen (design promise 7).
 */
export function checkOverlay(overlay: OverlayFile, model: AccessModel): readonly OverlayProblem[] {
  const declared = declaredGrants(model);
  return [
    ...checkSettings(overlay, model),
    ...checkDerivedRoles(overlay, model, declared),
    ...checkGroups(overlay, model),
    ...checkPurposeMix(overlay, model),
    ...(overlay.remove ?? []).flatMap((entry, index) =>
      checkNarrowing(entry, ['remove', index], overlay, model, declared),
    ),
    ...(overlay.tighten ?? []).flatMap((entry, index) =>
      checkTightening(entry, ['tighten', index], overlay, model, declared),
    ),
  ];
}

/** Access-matrix exception 3: at 18 a proxy needs an authorisation on file, and no age before is left out. */
function checkSettings({ settings }: OverlayFile, model: AccessModel): readonly OverlayProblem[] {
  const unknown = (settings?.multiFactorRoles ?? []).find((role) => !model.roles.includes(role));
  if (unknown !== undefined) {
    return [{ path: ['settings', 'multiFactorRoles'], message: `unknown role ${unknown}` }];
  }
  const adultAge = settings?.adultAge ?? DEFAULT_ACCESS_SETTINGS.adultAge;
  const { from, to } = settings?.proxyLimited ?? DEFAULT_ACCESS_SETTINGS.proxyLimited;
  if (adultAge > DEFAULT_ACCESS_SETTINGS.adultAge) {
    return [{ path: ['settings', 'adultAge'], message: 'an adult age over 18 would widen' }];
  }
  const path = ['settings', 'proxyLimited'];
  if (from > to) return [{ path, message: 'from is after to' }];
  if (to >= adultAge - 1) return [];
  return [{ path, message: `ages ${to + 1} to ${adultAge - 1} would be wider than those before` }];
}

function checkDerivedRoles(
  overlay: OverlayFile,
  model: AccessModel,
  declared: readonly DeclaredGrants[],
): readonly OverlayProblem[] {
  return Object.entries(overlay.derivedRoles ?? {}).flatMap(([name, { base, only, breakGlass }]) => {
    const path = ['derivedRoles', name];
    const problems: OverlayProblem[] = [];
    if (model.roles.includes(name)) problems.push({ path, message: `${name} is a role of the schema` });
    if (!model.roles.includes(base)) {
      return [...problems, { path: [...path, 'base'], message: `unknown role ${base}` }];
    }
    if (OUTSIDE_STAFF.includes(base)) {
      problems.push({ path: [...path, 'base'], message: `${base} is no role of staff` });
    }
    only.forEach((category, index) => {
      const at = [...path, 'only', index];
      if (!model.categories.includes(category)) {
        problems.push({ path: at, message: `unknown category ${category}` });
        return;
      }
      const grants = declared.filter((cell) => cell.category === category).flatMap((cell) => cell.grants);
      const own = grants.filter((grant) => grant.roles.includes(base));
      if (own.length === 0) problems.push({ path: at, message: `${base} has no grant for ${category}` });
      else if (breakGlass && !own.some((grant) => grant.breakGlass)) {
        const message = `${base} cannot break the glass for ${category}`;
        problems.push({ path: [...path, 'breakGlass'], message });
      }
    });
    return problems;
  });
}

function checkGroups(overlay: OverlayFile, model: AccessModel): readonly OverlayProblem[] {
  return Object.entries(overlay.groups ?? {}).flatMap(([group, role]) => {
    if (role === 'SYSTEM')
      return [{ path: ['groups', group], message: 'SYSTEM is for clients, not for people' }];
    return isKnownRole(role, overlay, model)
      ? []
      : [{ path: ['groups', group], message: `unknown role ${role}` }];
  });
}
