import type { Scope, ScopeCategory } from '../identity/parse-scope.ts';
import { parseScope } from '../identity/parse-scope.ts';
import type { CategoryTokens } from './category-tokens.ts';
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

const EVERYTHING: ScopeReach = Object.freeze({ reaches: () => true });

/** Types of the schema that show part of a FHIR resource of another name. */
const FHIR_TYPE: ReadonlyMap<string, string> = new Map([
  ['PatientMatch', 'Patient'],
  ['PatientInsights', 'Patient'],
  // What it is in FHIR once somebody signs it.
  ['Insight', 'DocumentReference'],
  ['Ledger', 'AuditEvent'],
]);

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
  const inForce = (scopes ?? [])
    .map(parseScope)
    .filter((scope) => scope !== null)
    .filter((scope) => isInContext(scope, roleIsSystem, hasPatient));
  return Object.freeze({
    reaches: (typeName, permission, rowCategories) => {
      const type = FHIR_TYPE.get(typeName) ?? typeName;
      return inForce.some(
        (scope) =>
          (scope.type === '*' || scope.type === type) &&
          scope.permissions.includes(permission) &&
          scope.categories.every((named) => isAmong(named, type, rowCategories)),
      );
    },
  } satisfies ScopeReach);
}

/** A person's token may bear `system/` scopes, and a system's others: they say nothing about this actor. */
function isInContext({ context }: Scope, roleIsSystem: boolean, hasPatient: boolean): boolean {
  if (roleIsSystem) return context === 'system';
  return context === 'user' || (context === 'patient' && hasPatient);
}

/** No row can be shown to have a category that nobody knows. */
function isAmong(
  { system, code }: ScopeCategory,
  type: string,
  rowCategories: readonly string[] | null,
): boolean {
  const tokens = SCOPE_TOKENS.get(type) ?? NO_TOKENS;
  const token = `${system}|${code}`;
  const category = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
  return category !== undefined && (rowCategories === null || rowCategories.includes(category));
}

const NO_TOKENS: CategoryTokens = Object.freeze({});
