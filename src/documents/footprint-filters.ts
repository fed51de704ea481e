import type {
  FieldNode,
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLInputType,
  ValueNode,
} from 'graphql';
import { getNamedType, isInputObjectType, Kind } from 'graphql';
import type { AccessModel, PhiFilter } from '../access/access-model.ts';

type Input = GraphQLArgument | GraphQLInputField;

/**
 * The filters by PHI that a selected field uses, or could: what stands in the document counts as far as it is
 * written there, a variable as everything that its type can hold. A default that the schema gives counts as well.
 * @param owner the type whose field is run: an object type.
 */
export function footprintFilters(
  model: AccessModel,
  owner: string,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): ReadonlySet<PhiFilter> {
  const found = new Set<PhiFilter>();
  for (const argument of field.args) {
    const given = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
    collectInput(model, `${owner}.${field.name}(${argument.name}:)`, argument, given, found);
  }
  return found;
}

function collectInput(
  model: AccessModel,
  coordinate: string,
  input: Input,
  given: ValueNode | undefined,
  found: Set<PhiFilter>,
): void {
  if (given === undefined) {
    const isLeftOut = input.defaultValue === undefined || input.defaultValue === null;
    if (!isLeftOut) collectAll(model, coordinate, input.type, found, new Set());
    return;
  }
  if (given.kind === Kind.NULL) return;
  note(model, coordinate, found);
  collectParts(model, input.type, given, found);
}

/** Fields of an input object as far as they are written out; a list's items alike. A variable can hold all of them. */
function collectParts(
  model: AccessModel,
  declared: GraphQLInputType,
  given: ValueNode,
  found: Set<PhiFilter>,
): void {
  const type = getNamedType(declared);
  if (!isInputObjectType(type)) return;
  if (given.kind === Kind.LIST) {
    for (const item of given.values) collectParts(model, declared, item, found);
    return;
  }
  if (given.kind === Kind.VARIABLE) collectFields(model, type.name, declared, found, new Set());
  if (given.kind !== Kind.OBJECT) return;
  for (const field of Object.values(type.getFields())) {
    const value = given.fields.find(({ name }) => name.value === field.name)?.value;
    collectInput(model, `${type.name}.${field.name}`, field, value, found);
  }
}

function collectAll(
  model: AccessModel,
  coordinate: string,
  declared: GraphQLInputType,
  found: Set<PhiFilter>,
  met: ReadonlySet<string>,
): void {
  note(model, coordinate, found);
  const type = getNamedType(declared);
  if (!isInputObjectType(type) || met.has(type.name)) return;
  collectFields(model, type.name, declared, found, met);
}

function collectFields(
  model: AccessModel,
  name: string,
  declared: GraphQLInputType,
  found: Set<PhiFilter>,
  met: ReadonlySet<string>,
): void {
  const type = getNamedType(declared);
  if (!isInputObjectType(type)) return;
  const inside = new Set([...met, name]);
  for (const field of Object.values(type.getFields())) {
    collectAll(model, `${name}.${field.name}`, field.type, found, inside);
  }
}

function note(model: AccessModel, coordinate: string, found: Set<PhiFilter>): void {
  const filter = Object.hasOwn(model.filters, coordinate) ? model.filters[coordinate] : undefined;
  if (filter !== undefined) found.add(filter);
}
