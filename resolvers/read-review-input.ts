import type { MatrixRow } from '../src/access/access-matrix.ts';
import { RELATIONSHIPS } from '../src/access/access-model.ts';
import { BadUserInputError } from '../src/errors.ts';
import type { ExplainDeclaredInput, MatrixFilter } from '../src/generated/resolver-types.ts';
import type { Supposed } from '../src/review/explain-declared.ts';
import type { ReviewSelection } from '../src/review/review-matrix.ts';
import type { ReviewedPolicy } from '../src/review/reviewed-policy.ts';
import { coordinatesOf, coordinateTypes } from '../src/review/select-coordinates.ts';

const VERSION = /^[0-9a-f]{64}$/;

/** @throws BadUserInputError for what no policy's version looks like: it goes on record as it stands. */
export function readVersion(version: string): string {
  if (!VERSION.test(version)) throw new BadUserInputError('AccessReview: not a version');
  return version;
}

/** A name that nobody declared is a mistake, not an empty answer. @throws BadUserInputError */
export function readMatrixFilter(policy: ReviewedPolicy, filter: MatrixFilter): ReviewSelection {
  const { model } = policy;
  return {
    types: known(filter.types, coordinateTypes(model)),
    coordinates: known(
      filter.coordinates,
      coordinatesOf(model).map(({ coordinate }) => coordinate),
    ),
    identifiers: known(filter.identifiers, policy.identifiers),
    sensitivities: known(filter.sensitivities, model.sensitivities),
    categories: known(filter.categories, model.categories),
    roles: known(filter.roles, policy.policy.roles),
    purposes: known(filter.purposes, Object.keys(model.purposeAncestors)),
    decisions: filter.decisions ?? undefined,
  };
}

/** @throws BadUserInputError for a coordinate, category or role that there is not, or not together. */
export function readCellAsked(
  policy: ReviewedPolicy,
  {
    coordinate,
    category,
    role,
  }: { readonly coordinate?: string | null; readonly category: string; readonly role: string },
): { readonly row: MatrixRow; readonly category: string; readonly role: string } {
  const { categories, coordinates, policy: rules } = policy;
  const row =
    typeof coordinate === 'string'
      ? coordinates.find((one) => one.coordinate === coordinate)
      : categories.find((one) => one.category === category && !one.exception)?.row;
  if (row === undefined || !Object.hasOwn(row.grants, category) || !rules.roles.includes(role))
    throw new BadUserInputError('AccessReview.cell: no such cell');
  return { row, category, role };
}

/** @throws BadUserInputError for a name that nobody declared. */
export function readSupposed({ model, policy }: ReviewedPolicy, input: ExplainDeclaredInput): Supposed {
  const { coordinate, purpose, scopes, launched = false, glass = false, revealed = false } = input;
  const { multiFactor = true, consented = true } = input;
  known(
    [coordinate],
    coordinatesOf(model).map((one) => one.coordinate),
  );
  known([purpose], Object.keys(model.purposeAncestors));
  const ties = known(input.relationships, RELATIONSHIPS);
  return {
    ...{ purpose, launched, multiFactor, consented, glass, revealed, scopes: scopes ?? null },
    roles: known(input.roles, policy.roles) ?? [],
    relationships: ties === undefined ? null : RELATIONSHIPS.filter((one) => ties.includes(one)),
    labels: known(input.labels, model.sensitivities) ?? [],
    categories: known(input.categories, model.categories) ?? null,
  };
}

function known(
  names: readonly string[] | null | undefined,
  declared: readonly string[],
): readonly string[] | undefined {
  if (names === null || names === undefined) return undefined;
  const all = new Set(declared);
  if (!names.every((name) => all.has(name)))
    throw new BadUserInputError('AccessReview: a name is not declared');
  return names;
}
