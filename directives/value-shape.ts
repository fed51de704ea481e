import type { GraphQLField, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { getNamedType, getNullableType, isLeafType, isListType, isObjectType } from 'graphql';
import type { ValueShape } from '../src/access/access-model.ts';
import { frozenRecord } from './frozen-record.ts';
import { leafKind } from './leaf-kind.ts';
import { objectRole } from './object-role.ts';
import { readPhi } from './phi.ts';

type Field = GraphQLField<unknown, unknown>;

/**
 * How the value of a PHI field is masked: a leaf by its kind, a `@value` object leaf by leaf, anything
 * else (rows with decisions of their own, `@notPhi` objects) whole or not at all. A `@value` type inside
 * itself is left out, so that nothing of it can be disclosed; the lint refuses it.
 */
export function valueShape(schema: GraphQLSchema, field: Field): ValueShape {
  return shapeOf(schema, field, null, []);
}

function shapeOf(
  schema: GraphQLSchema,
  field: Field,
  ownerIdentifier: string | null,
  path: readonly string[],
): ValueShape {
  const type = getNamedType(field.type);
  const list = hasList(field.type);
  const phi = readPhi(schema, field.astNode);
  const identifier = phi?.identifier ?? null;
  if (isLeafType(type)) {
    const element = phi?.element ?? null;
    const kind = leafKind({ type, name: field.name, identifier, ownerIdentifier, element });
    return Object.freeze({ shape: 'leaf', kind, list });
  }
  if (!isObjectType(type) || objectRole(schema, type) !== 'value') {
    return Object.freeze({ shape: 'object', list });
  }
  const inside = [...path, type.name];
  const fields = Object.values(type.getFields())
    .filter((one) => !inside.includes(getNamedType(one.type).name))
    .map((one) => [one.name, shapeOf(schema, one, identifier ?? ownerIdentifier, inside)] as const);
  return Object.freeze({
    shape: 'value',
    type: type.name,
    fields: frozenRecord(fields),
    list,
  });
}

function hasList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}
