import { parseScope, type Scope, scopeText } from './parse-scope.ts';

/**
 * How far the scopes of a token reach where its client's reach no further than `allowed`: what some scope of both
 * reaches, in the one way of writing, sorted. What cannot be read reaches nothing. Contexts are kept apart: who was
 * allowed `user/` has no `patient/`.
 * @param granted `null`: a token that has no ceiling of its own.
 * @param allowed `null`: a client that has none.
 */
export function intersectScopes(
  granted: readonly string[] | null,
  allowed: readonly string[] | null,
): readonly string[] | null {
  if (allowed === null) return granted;
  const ceilings = scopesOf(allowed);
  const reached =
    granted === null
      ? ceilings
      : scopesOf(granted).flatMap((one) =>
          ceilings.map((other) => common(one, other)).filter((scope) => scope !== null),
        );
  return Object.freeze([...new Set(reached.map(scopeText))].sort());
}

function scopesOf(texts: readonly string[]): readonly Scope[] {
  return texts.map(parseScope).filter((scope) => scope !== null);
}

/** A row MUST have all categories of a scope, so what both reach has those of both. */
function common(one: Scope, other: Scope): Scope | null {
  const type = one.type === '*' ? other.type : one.type;
  if (one.context !== other.context || (other.type !== '*' && other.type !== type)) return null;
  const permissions = [...one.permissions].filter((letter) => other.permissions.includes(letter)).join('');
  if (permissions === '') return null;
  const categories = new Map(
    [...one.categories, ...other.categories].map((category) => [
      `${category.system}|${category.code}`,
      category,
    ]),
  );
  const sorted = [...categories].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, category]) => category);
  return { context: one.context, type, permissions, categories: sorted };
}
