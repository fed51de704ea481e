import type { Grant } from '../src/access/access-model.ts';
import { frozenRecord } from './frozen-record.ts';

/** Grants by level, the nearest first. An empty list is a level that says nothing. */
export interface GrantLevels {
  readonly field: readonly Grant[];
  readonly type: readonly Grant[];
  readonly categories: Readonly<Record<string, readonly Grant[]>>;
}

/**
 * The grants in force for each category a field can be decided under: the field's own, else its type's,
 * else the category's.
 *
 * @param category the field's fixed category, or `null` for the row's own. Grants of a field or type are
 * then not for one category, so they MUST NOT open one that grants nothing itself (psychotherapy notes).
 */
export function grantsInForce(
  levels: GrantLevels,
  category: string | null,
): Readonly<Record<string, readonly Grant[]>> {
  const own = levels.field.length > 0 ? levels.field : levels.type;
  if (category !== null) {
    const inForce = own.length > 0 ? own : (levels.categories[category] ?? []);
    return frozenRecord([[category, inForce]]);
  }
  return frozenRecord(
    Object.entries(levels.categories).map(
      ([name, grants]) => [name, own.length > 0 && grants.length > 0 ? own : grants] as const,
    ),
  );
}
