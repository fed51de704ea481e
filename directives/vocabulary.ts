import type { GraphQLSchema } from 'graphql';
import { isEnumType } from 'graphql';
import type { Grant } from '../src/access/access-model.ts';
import { frozenRecord } from './frozen-record.ts';
import { readGrants } from './minimum-necessary.ts';

/** Codes of an enum of the schema in declared order; none when it is not declared. */
export function codesOf(schema: GraphQLSchema, name: string): readonly string[] {
  const type = schema.getType(name);
  return Object.freeze(isEnumType(type) ? type.getValues().map((value) => value.name) : []);
}

/** The grants written on each category: the farthest of the three levels, and the access matrix itself. */
export function readCategoryGrants(schema: GraphQLSchema): Readonly<Record<string, readonly Grant[]>> {
  const type = schema.getType('PhiCategory');
  const values = isEnumType(type) ? type.getValues() : [];
  return frozenRecord(
    values.map(
      (value) => [value.name, readGrants(schema, value.astNode, `PhiCategory.${value.name}`)] as const,
    ),
  );
}
