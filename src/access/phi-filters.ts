import type { GraphQLArgument, GraphQLField, GraphQLInputField } from 'graphql';
import { getNamedType, isInputObjectType } from 'graphql';
import type { AccessModel, PhiFilter } from './access-model.ts';
import type { AccessVector } from './access-vector.ts';
import type { FieldDecision, RelationshipSet } from './decide.ts';
import { combine, decide } from './decide.ts';
import type { GuardContext } from './guard-context.ts';

type Args = Readonly<Record<string, unknown>>;

/** Where in a field's arguments a PHI filter may stand. */
interface FilterPlace {
  readonly path: readonly string[];
  readonly filter: PhiFilter;
}

/**
 * Finds the PHI filters that a call of `field` uses. To filter by a hidden value is to read it, so each
 * needs its field whole (design §4): for the class at all, and then for every row it selects.
 */
export function phiFilters(
  model: AccessModel,
  owner: string,
  field: GraphQLField<unknown, GuardContext>,
): (args: Args) => readonly PhiFilter[] {
  const places = field.args.flatMap((argument) =>
    placesOf(model, `${owner}.${field.name}(${argument.name}:)`, argument, [argument.name], new Set()),
  );
  if (places.length === 0) return () => NONE;
  return (args) => places.filter(({ path }) => given(args, path)).map(({ filter }) => filter);
}

const NONE: readonly PhiFilter[] = Object.freeze([]);

/** What the class may filter by, for rows of these categories and relationships. */
export function decideFilter(
  vector: AccessVector,
  filter: PhiFilter,
  rowCategories: readonly string[],
  relationships: RelationshipSet,
): FieldDecision {
  const categories = filter.category === null ? rowCategories : [filter.category];
  return combine(
    categories.map((category) => decide(vector.model, vector.accessClass, filter, category, relationships)),
  );
}

function placesOf(
  model: AccessModel,
  coordinate: string,
  input: GraphQLArgument | GraphQLInputField,
  path: readonly string[],
  met: ReadonlySet<string>,
): readonly FilterPlace[] {
  const filter = model.filters[coordinate];
  const own = filter === undefined ? [] : [{ path, filter }];
  const type = getNamedType(input.type);
  if (!isInputObjectType(type) || met.has(type.name)) return own;
  const below = Object.values(type.getFields()).flatMap((field) =>
    placesOf(model, `${type.name}.${field.name}`, field, [...path, field.name], new Set([...met, type.name])),
  );
  return [...own, ...below];
}

function given(args: Args, path: readonly string[]): boolean {
  let at: unknown = args;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return false;
    at = Reflect.get(at, name);
  }
  return at !== null && at !== undefined;
}
