import type { AccessModel, Grant, Mask, PhiField, PhiFilter } from '../access/access-model.ts';
import type { AccessClass } from '../access/decide.ts';
import { opensLabel } from '../access/sensitivity.ts';
import type { FootprintGrant, RoleFootprint } from './footprint.ts';

/** How a tenant narrows what the schema declares, and its roles; left out: those of the schema. */
export interface FootprintPolicy extends Pick<AccessClass, 'narrow' | 'grantsRole'> {
  readonly roles?: readonly string[] | undefined;
}

/** What roles are asked about: a field with the categories it can be decided by, or a filter, which needs its field whole. */
export interface Asked extends Pick<PhiField | PhiFilter, 'coordinate' | 'grants' | 'sensitivity'> {
  readonly categories: readonly string[];
  readonly kind: 'value' | 'rows' | 'filter';
}

/** A grant without its coordinates and categories: what they are grouped by. */
type Reach = Omit<FootprintGrant, 'coordinates' | 'categories'>;

/** What one role could ever get of each, and by which grants. */
export function footprintOfRole(
  model: AccessModel,
  policy: FootprintPolicy,
  role: string,
  asked: readonly Asked[],
): RoleFootprint {
  const lists = { whole: [] as string[], masked: [] as string[], denied: [] as string[] };
  const reaches = new Map<string, { reach: Reach; of: [coordinate: string, category: string][] }>();
  for (const one of asked) {
    const masks = new Set<Mask>();
    for (const category of one.categories) {
      for (const reach of reachesOf(model, policy, role, one, category)) {
        masks.add(reach.mask);
        const key = JSON.stringify(reach);
        const known = reaches.get(key) ?? { reach, of: [] };
        reaches.set(key, known);
        known.of.push([one.coordinate, category]);
      }
    }
    const list = masks.size === 0 ? 'denied' : masks.has('NONE') ? 'whole' : 'masked';
    lists[list].push(one.coordinate);
  }
  return Object.freeze({
    whole: Object.freeze(lists.whole.toSorted()),
    masked: Object.freeze(lists.masked.toSorted()),
    denied: Object.freeze(lists.denied.toSorted()),
    grants: Object.freeze([...reaches].toSorted(byKey).flatMap(([, { reach, of }]) => grantsOf(reach, of))),
  });
}

/** What the role's grants for one category come to under each purpose; those alike but for the purpose are one. */
function reachesOf(
  model: AccessModel,
  policy: FootprintPolicy,
  role: string,
  { coordinate, grants, sensitivity, kind }: Asked,
  category: string,
): readonly Reach[] {
  const usable = (grants[category] ?? []).filter(
    (grant) =>
      policy.grantsRole(role, grant, category) &&
      sensitivity.every((label) => opensLabel(grant.sensitivity, label)),
  );
  if (usable.length === 0) return [];
  const found = new Map<string, { left: Omit<Reach, 'purposes'>; purposes: string[] }>();
  for (const [purpose, satisfied] of Object.entries(model.purposeAncestors)) {
    const serving = usable.filter((grant) => grant.purposes.some((one) => satisfied.includes(one)));
    if (serving.length === 0) continue;
    // What a recorded reason reveals is what the role could ever get.
    const about = { coordinate, category, revealed: true };
    for (const grant of policy.narrow(serving, about, { roles: [role], purpose })) {
      if (kind === 'filter' && grant.mask !== 'NONE') continue;
      const left = reachOf(grant, kind);
      const key = JSON.stringify(left);
      const known = found.get(key) ?? { left, purposes: [] };
      found.set(key, known);
      if (!known.purposes.includes(purpose)) known.purposes.push(purpose);
    }
  }
  return [...found.values()].map(({ left, purposes }) => ({ ...left, purposes: purposes.toSorted() }));
}

function reachOf(
  { mask, relationships, sensitivity, breakGlass }: Grant,
  kind: Asked['kind'],
): Omit<Reach, 'purposes'> {
  return {
    mask: kind === 'rows' ? 'NONE' : mask,
    relationships: relationships.toSorted(),
    sensitivity: sensitivity.toSorted(),
    breakGlass,
  };
}

/** Categories that hold for the same coordinates are told together. */
function grantsOf(reach: Reach, of: readonly [coordinate: string, category: string][]): FootprintGrant[] {
  const byCategory = Map.groupBy(of, ([, category]) => category);
  const alike = Map.groupBy(byCategory, ([, list]) =>
    JSON.stringify(list.map(([coordinate]) => coordinate).toSorted()),
  );
  return [...alike].toSorted(byKey).map(([, categories]) => {
    const [[, list = []] = []] = categories;
    return Object.freeze({
      ...reach,
      categories: Object.freeze(categories.map(([category]) => category).toSorted()),
      coordinates: Object.freeze(list.map(([coordinate]) => coordinate).toSorted()),
    });
  });
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
