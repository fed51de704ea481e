import type { GraphQLArgument, GraphQLField, GraphQLInputField } from 'graphql';
import { getNamedType, isInputObjectType } from 'graphql';
import type { AccessModel, PhiFilter } from './access-model.ts';
import type { AccessVector } from './access-vector.ts';
import type { Circumstances } from './circumstances.ts';
import type { Decidable, FieldDecision } from './decide.ts';
import { combine, decide } from './decide.ts';
import type { GuardContext } from './guard-context.ts';

type Args = Readonly<Record<string, unknown>>;
type Input = GraphQLArgument | GraphQLInputField;

const NO_FILTERS: readonly PhiFilter[] = Object.freeze([]);

/**
 * Finds the PHI filters that a call of `field` uses, however deep they stand in its arguments. To filter by a
 * hidden value is to read it, so each needs its field whole (design §4): for the class at all, and then for
 * every row it selects. `null`: no call can use one.
 */
export function phiFilters(
  model: AccessModel,
  owner: string,
  field: GraphQLField<unknown, GuardContext>,
): ((args: Args) => readonly PhiFilter[]) | null {
  const inputs = field.args
    .map((input) => ({ coordinate: `${owner}.${field.name}(${input.name}:)`, input }))
    .filter(({ coordinate, input }) => mayFilter(model, coordinate, input, new Set()));
  if (inputs.length === 0) return null;
  return (args) => {
    if (inputs.every(({ input }) => args[input.name] === undefined)) return NO_FILTERS;
    const found = new Set<PhiFilter>();
    for (const { coordinate, input } of inputs) collect(model, coordinate, input, args[input.name], found);
    return [...found];
  };
}

/** What the class may filter by, for rows of these categories under these circumstances. */
export function decideFilter(
  vector: AccessVector,
  filter: PhiFilter,
  rowCategories: readonly string[],
  circumstances: Circumstances,
): FieldDecision {
  const categories = filter.category === null ? rowCategories : [filter.category];
  const { coordinate, grants, sensitivity, field } = filter;
  const asked: Decidable = {
    coordinate,
    grants,
    sensitivity,
    scopeType: field?.split('.')[0] ?? null,
    scopedActs: ['s', 'r'],
  };
  return combine(
    categories.map((category) =>
      decide(
        vector.model,
        vector.accessClass,
        asked,
        category,
        circumstances,
        rowCategories.length > 0 ? rowCategories : [category],
      ),
    ),
  );
}

function mayFilter(model: AccessModel, coordinate: string, input: Input, met: ReadonlySet<string>): boolean {
  if (coordinate in model.filters) return true;
  const type = getNamedType(input.type);
  if (!isInputObjectType(type) || met.has(type.name)) return false;
  const inside = new Set([...met, type.name]);
  return Object.values(type.getFields()).some((field) =>
    mayFilter(model, `${type.name}.${field.name}`, field, inside),
  );
}

/** Follows the values that were given, so an input within itself or a list of inputs hides none. */
function collect(
  model: AccessModel,
  coordinate: string,
  input: Input,
  value: unknown,
  found: Set<PhiFilter>,
): void {
  if (value === null || value === undefined) return;
  const filter = model.filters[coordinate];
  if (filter !== undefined) found.add(filter);
  const type = getNamedType(input.type);
  if (!isInputObjectType(type)) return;
  const given: readonly unknown[] = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
  for (const one of given) {
    for (const field of Object.values(type.getFields())) {
      collect(model, `${type.name}.${field.name}`, field, propertyOf(one, field.name), found);
    }
  }
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : null;
}
