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

/** A reach under one purpose or several, with its bytes: grants are few, and each stands on many fields. */
interface Keyed {
  readonly key: string;
  readonly left: Omit<Reach, 'purposes'>;
}
type KeyOf = (grant: Grant, kind: Asked['kind']) => Keyed;

/** What one role could ever get of each, and by which grants. */
export function footprintOfRole(
  model: AccessModel,
  policy: FootprintPolicy,
  role: string,
  asked: readonly Asked[],
): RoleFootprint {
  const lists = { whole: [] as string[], masked: [] as string[], denied: [] as string[] };
  const reaches = new Map<string, { reach: Reach; of: [coordinate: string, category: string][] }>();
  const keyOf = keyedReaches();
  for (const one of asked) {
    const masks = new Set<Mask>();
    for (const category of one.categories) {
      for (const { key, left, purposes } of reachesOf(model, policy, role, one, category, keyOf)) {
        masks.add(left.mask);
        const known = reaches.get(key) ?? { reach: { ...left, purposes }, of: [] };
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
  keyOf: KeyOf,
): readonly (Keyed & Pick<Reach, 'purposes'>)[] {
  const usable = (grants[category] ?? []).filter(
    (grant) =>
      policy.grantsRole(role, grant, category) &&
      sensitivity.every((label) => opensLabel(grant.sensitivity, label)),
  );
  if (usable.length === 0) return [];
  const found = new Map<string, { left: Keyed['left']; purposes: Set<string> }>();
  for (const [purpose, satisfied] of Object.entries(model.purposeAncestors)) {
    const serving = usable.filter((grant) => grant.purposes.some((one) => satisfied.includes(one)));
    if (serving.length === 0) continue;
    // What a recorded reason reveals is what the role could ever get.
    const about = { coordinate, category, revealed: true };
    for (const grant of policy.narrow(serving, about, { roles: [role], purpose })) {
      if (kind === 'filter' && grant.mask !== 'NONE') continue;
      const { key, left } = keyOf(grant, kind);
      const known = found.get(key) ?? { left, purposes: new Set() };
      found.set(key, known);
      known.purposes.add(purpose);
    }
  }
  return [...found].map(([key, { left, purposes }]) => {
    const sorted = [...purposes].toSorted();
    return { key: `${key} ${sorted.join(' ')}`, left, purposes: sorted };
  });
}

function keyedReaches(): KeyOf {
  const known = { rows: new Map<Grant, Keyed>(), others: new Map<Grant, Keyed>() };
  return (grant, kind) => {
    const list = kind === 'rows' ? known.rows : known.others;
    const found = list.get(grant);
    if (found !== undefined) return found;
    const { mask, relationships, sensitivity, breakGlass } = grant;
    const left = {
      // Rows have decisions of their own, so the field that leads to them is there or not.
      mask: kind === 'rows' ? 'NONE' : mask,
      relationships: relationships.toSorted(),
      sensitivity: sensitivity.toSorted(),
      breakGlass,
    } satisfies Keyed['left'];
    const made = { key: JSON.stringify(left), left };
    list.set(grant, made);
    return made;
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
