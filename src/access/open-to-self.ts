import type { AccessModel } from './access-model.ts';
import type { AccessClass } from './decide.ts';

/**
 * Categories of which the tenant lets patients see anything of their own, whatever the scopes of an app are: of the others
 * not even that there is something may be told.
 */
export function categoriesOpenToSelf(
  model: Pick<AccessModel, 'types'>,
  { narrow, grantsRole, purpose }: Pick<AccessClass, 'narrow' | 'grantsRole' | 'purpose'>,
): ReadonlySet<string> {
  const open = new Set<string>();
  for (const { coordinate, grants } of Object.values(model.types).flatMap(({ fields }) => fields)) {
    for (const [category, declared] of Object.entries(grants)) {
      if (open.has(category)) continue;
      const own = declared.filter(
        (grant) => grant.relationships.includes('SELF') && grantsRole('PATIENT', grant, category),
      );
      const left = narrow(own, { coordinate, category, revealed: false }, { roles: ['PATIENT'], purpose });
      if (left.length > 0) open.add(category);
    }
  }
  return open;
}
