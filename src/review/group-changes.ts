import type { Place } from '../access/access-model.ts';
import type { AccessChange } from './access-change.ts';

/** Changes of one kind and effect, told as one: every combination of its lists changed so. */
export interface ChangeGroup
  extends Pick<
    AccessChange,
    'kind' | 'purposes' | 'relationships' | 'from' | 'to' | 'opens' | 'closes' | 'revealed' | 'fails'
  > {
  readonly coordinates: readonly string[];
  readonly categories: readonly string[];
  readonly roles: readonly string[];
  /** `null`: the schema as declared. */
  readonly tenants: readonly (string | null)[];
  /** The waiver that covers it; `null`: none does. */
  readonly waiver: Place | null;
  readonly old: Place | null;
  readonly new: Place | null;
}

const LISTS = Object.freeze(['categories', 'coordinates', 'tenants', 'roles'] as const);

/** The same change over many coordinates, categories, tenants or roles is one. In the order of what was given. */
export function groupChanges(
  changes: readonly AccessChange[],
  waiverOf: (change: AccessChange) => Place | null,
): readonly ChangeGroup[] {
  const single = changes.map((change): ChangeGroup => {
    const { tenant, coordinate, category, role, ...rest } = change;
    const lists = { coordinates: [coordinate], categories: [category], roles: [role], tenants: [tenant] };
    return { ...rest, ...lists, waiver: waiverOf(change) };
  });
  return LISTS.reduce(merged, single);
}

/** Those that differ in one list alone are one. */
function merged(groups: readonly ChangeGroup[], list: (typeof LISTS)[number]): readonly ChangeGroup[] {
  const alike = Map.groupBy(groups, (group) => JSON.stringify({ ...group, [list]: null }));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [Object.freeze({ ...first, [list]: [...new Set(same.flatMap((group) => group[list]))] })];
  });
}
