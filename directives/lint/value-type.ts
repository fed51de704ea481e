import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import { placeOf } from '../place-of.ts';
import { isValue } from '../value.ts';
import { allFields, fieldsOf, objectTypes } from './declared-types.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * A `@value` is masked leaf by leaf along a fixed shape, so it cannot contain itself; and it is classified
 * where it is owned, so one that nothing owns is classified nowhere.
 */
export function valueType({ schema }: LintContext): readonly Complaint[] {
  const values = objectTypes(schema).filter((type) => isValue(type.astNode));
  const owned = new Set(
    allFields(schema, 'without')
      .filter(({ owner }) => !isValue(owner.astNode))
      .flatMap(({ field }) => [...withParts(schema, getNamedType(field.type).name)]),
  );
  return values.flatMap((type) => [
    ...circles(schema, type),
    ...(owned.has(type.name)
      ? []
      : [
          {
            place: placeOf(type.astNode),
            coordinate: type.name,
            message: `${type.name} is a @value that no field leads to.`,
          },
        ]),
  ]);
}

/** A `@value` type's name with those of everything it contains; of another type nothing. */
function withParts(schema: GraphQLSchema, name: string): ReadonlySet<string> {
  const found = new Set([name].filter((one) => valueNamed(schema, one) !== null));
  for (const one of found) for (const part of partsOf(schema, one)) found.add(part);
  return found;
}

function partsOf(schema: GraphQLSchema, name: string): readonly string[] {
  const type = valueNamed(schema, name);
  if (type === null) return [];
  return fieldsOf(type)
    .map(({ field }) => getNamedType(field.type).name)
    .filter((part) => valueNamed(schema, part) !== null);
}

function circles(schema: GraphQLSchema, type: GraphQLObjectType): readonly Complaint[] {
  return fieldsOf(type)
    .filter(({ field }) => withParts(schema, getNamedType(field.type).name).has(type.name))
    .map(({ field, coordinate }) => ({
      place: placeOf(field.astNode),
      coordinate,
      message: `${coordinate} leads from @value ${type.name} back to itself.`,
    }));
}

function valueNamed(schema: GraphQLSchema, name: string): GraphQLObjectType | null {
  const type = schema.getType(name);
  return isObjectType(type) && isValue(type.astNode) ? type : null;
}
