import type { AccessModel, Grant, Mask } from './access-model.ts';
import { MASKS, RELATIONSHIPS } from './access-model.ts';
import type { DeclaredGrants } from './declared-grants.ts';
import { maskNarrows } from './mask-order.ts';
import type { OverlayFile, OverlaySelector } from './overlay-file.ts';
import type { OverlayProblem, YamlPath } from './overlay-source.ts';

/** An entry names what exists, and narrows at least one grant. */
export function checkNarrowing(
  entry: OverlaySelector,
  path: YamlPath,
  overlay: OverlayFile,
  model: AccessModel,
  declared: readonly DeclaredGrants[],
): readonly OverlayProblem[] {
  const unknown = (key: keyof OverlaySelector, word: string, isKnown: (name: string) => boolean) =>
    (entry[key] ?? []).flatMap((name, index) =>
      isKnown(name) ? [] : [{ path: [...path, key, index], message: `unknown ${word} ${name}` }],
    );
  const coordinates = new Set(declared.map((cell) => cell.coordinate));
  const problems = [
    ...unknown('roles', 'role', (name) => isKnownRole(name, overlay, model)),
    ...unknown('categories', 'category', (name) => model.categories.includes(name)),
    ...unknown('coordinates', 'coordinate', (name) => coordinates.has(name)),
    ...unknown('purposes', 'purpose', (name) => Object.hasOwn(model.purposeAncestors, name)),
    ...unknown('relationships', 'relationship', (name) => RELATIONSHIPS.some((known) => known === name)),
  ];
  if (problems.length > 0) return problems;
  const met = grantsMet(entry, overlay, model, declared);
  return met.length > 0 ? [] : [{ path, message: 'no grant is narrowed by this entry' }];
}

/** A mask never tells more than the mask it replaces. */
export function checkTightening(
  entry: OverlaySelector & { readonly mask: string },
  path: YamlPath,
  overlay: OverlayFile,
  model: AccessModel,
  declared: readonly DeclaredGrants[],
): readonly OverlayProblem[] {
  const mask = MASKS.find((known) => known === entry.mask);
  const at = [...path, 'mask'];
  if (mask === undefined) return [{ path: at, message: `unknown mask ${entry.mask}` }];
  const problems = checkNarrowing(entry, path, overlay, model, declared);
  if (problems.length > 0) return problems;

  const rows = declared.find((cell) => cell.rows && (entry.coordinates ?? []).includes(cell.coordinate));
  if (rows !== undefined) {
    const message = `${rows.coordinate} is a list of rows, which has no mask: remove it instead`;
    return [{ path: [...path, 'coordinates'], message }];
  }
  return refuseWider(mask, grantsMet(entry, overlay, model, declared), at);
}

function refuseWider(mask: Mask, met: readonly MetGrant[], path: YamlPath): readonly OverlayProblem[] {
  const wider = met.find(({ grant }) => !maskNarrows(grant.mask, mask));
  if (wider !== undefined) {
    const { coordinate, grant } = wider;
    const where = `${grant.place.file}:${grant.place.line}`;
    return [{ path, message: `${mask} would widen ${coordinate}, which is ${grant.mask} at ${where}` }];
  }
  if (met.every(({ grant }) => grant.mask === mask)) {
    return [{ path, message: `no grant is narrowed by ${mask}` }];
  }
  return [];
}

interface MetGrant {
  readonly coordinate: string;
  readonly grant: Grant;
}

function grantsMet(
  entry: OverlaySelector,
  overlay: OverlayFile,
  model: AccessModel,
  declared: readonly DeclaredGrants[],
): readonly MetGrant[] {
  return declared
    .filter(
      ({ category, coordinate }) =>
        (entry.categories?.includes(category) ?? true) && (entry.coordinates?.includes(coordinate) ?? true),
    )
    .flatMap(({ coordinate, category, grants }) =>
      grants
        .filter(
          (grant) =>
            meetsRole(entry, grant, category, overlay) &&
            meetsPurpose(entry, grant, model) &&
            (entry.relationships?.some((name) => grant.relationships.some((own) => own === name)) ?? true),
        )
        .map((grant) => ({ coordinate, grant })),
    );
}

function meetsRole(entry: OverlaySelector, grant: Grant, category: string, overlay: OverlayFile): boolean {
  return (
    entry.roles?.some((name) => {
      const derived = Object.entries(overlay.derivedRoles ?? {}).find(([known]) => known === name)?.[1];
      if (derived === undefined) return grant.roles.includes(name);
      return derived.only.includes(category) && grant.roles.includes(derived.base);
    }) ?? true
  );
}

/** Whether some operation's purpose is both one the entry means and one the grant allows. */
function meetsPurpose(entry: OverlaySelector, grant: Grant, model: AccessModel): boolean {
  const { purposes } = entry;
  if (purposes === undefined) return true;
  return Object.values(model.purposeAncestors).some(
    (ancestors) =>
      ancestors.some((purpose) => purposes.includes(purpose)) &&
      ancestors.some((purpose) => grant.purposes.includes(purpose)),
  );
}

/** A role of the schema, or one derived in this file. */
export function isKnownRole(name: string, overlay: OverlayFile, model: AccessModel): boolean {
  return model.roles.includes(name) || Object.hasOwn(overlay.derivedRoles ?? {}, name);
}
