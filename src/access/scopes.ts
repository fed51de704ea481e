import type { Scope } from '../identity/parse-scope.ts';
import { parseScope } from '../identity/parse-scope.ts';
import { SCOPE_TOKENS } from './category-tokens.ts';

export type { Scope, ScopeCategory } from '../identity/parse-scope.ts';
export { parseScope } from '../identity/parse-scope.ts';

/** Read one, search, create, update, delete (SMART App Launch 2.2). */
export type ScopePermission = 'r' | 's' | 'c' | 'u' | 'd';

/**
 * How far an actor's scopes reach: a ceiling, never a right. It MUST depend on the access class alone.
 */
export interface ScopeReach {
  /**
   * @param typeName of the schema.
   * @param rowCategories of the row at hand: a granular scope reaches it if it has all categories that the scope
   * names, whatever else it has. `null`: no row is at hand; then whether any row of the type may be reached.
   */
  reaches(typeName: string, permission: ScopePermission, rowCategories: readonly string[] | null): boolean;
}

/** What a scope says, in the schema's words. */
interface Reach {
  readonly type: string;
  readonly permissions: string;
  readonly categories: readonly string[];
}

const EVERYTHING: ScopeReach = Object.freeze({ reaches: () => true });

/** Types of the schema that show part of a FHIR resource of another name. */
const FHIR_TYPE: ReadonlyMap<string, string> = new Map([['PatientMatch', 'Patient']]);

/**
 * Several scopes unite; the categories within one must all be there.
 * @param scopes `null`: a client that needs none. A system always needs one.
 * @param hasPatient whether the token names a patient; without, `patient/` scopes reach nothing.
 */
export function scopeReach(
  scopes: readonly string[] | null,
  roleIsSystem: boolean,
  hasPatient: boolean,
): ScopeReach {
  if (scopes === null && !roleIsSystem) return EVERYTHING;
  const inForce = (scopes ?? []).flatMap((text) => {
    const scope = parseScope(text);
    return scope !== null && isInContext(scope, roleIsSystem, hasPatient) ? reachOf(scope) : [];
  });
  return Object.freeze({
    reaches: (typeName, permission, rowCategories) => {
      const type = FHIR_TYPE.get(typeName) ?? typeName;
      return inForce.some(
        (reach) =>
          (reach.type === '*' || reach.type === type) &&
          reach.permissions.includes(permission) &&
          (rowCategories === null || reach.categories.every((category) => rowCategories.includes(category))),
      );
    },
  } satisfies ScopeReach);
}

/** A person's token may bear `system/` scopes, and a system's others: they say nothing about this actor. */
function isInContext({ context }: Scope, roleIsSystem: boolean, hasPatient: boolean): boolean {
  if (roleIsSystem) return context === 'system';
  return context === 'user' || (context === 'patient' && hasPatient);
}

/** None for a scope with a category that nobody knows: no row can be shown to have it. */
function reachOf({ type, permissions, categories }: Scope): readonly Reach[] {
  const known = categories.flatMap(({ system, code }) => SCOPE_TOKENS.get(`${system}|${code}`) ?? []);
  return known.length === categories.length ? [{ type, permissions, categories: known }] : [];
}
