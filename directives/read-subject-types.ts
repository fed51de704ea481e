import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import type { PhiField, SubjectType } from '../src/access/access-model.ts';
import { frozenRecord } from './frozen-record.ts';
import type { GrantLevels } from './grants-in-force.ts';
import { grantsInForce } from './grants-in-force.ts';
import { readGrants } from './minimum-necessary.ts';
import { rowTypeOf } from './object-role.ts';
import type { Phi } from './phi.ts';
import { readPhi } from './phi.ts';
import { placeOf } from './place-of.ts';
import type { Subject } from './subject.ts';
import { readSubject } from './subject.ts';
import { valueShape } from './value-shape.ts';

/** The `@subject` types in declared order, each PHI field with the grants in force for it. */
export function readSubjectTypes(
  schema: GraphQLSchema,
  categories: GrantLevels['categories'],
): readonly SubjectType[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const found = types.flatMap((type) => {
    const subject = readSubject(schema, type.astNode);
    return subject === null ? [] : [{ type, subject }];
  });
  return found.map(({ type, subject }, index) =>
    Object.freeze({
      name: type.name,
      index,
      subjectField: subject.field,
      categoryField: subject.category,
      rowCategories: rowCategoriesOf(subject, Object.keys(categories)),
      fields: readPhiFields(schema, type, categories, subject.among),
      place: placeOf(type.astNode),
    }),
  );
}

function readPhiFields(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  categories: GrantLevels['categories'],
  among: readonly string[] | null,
): readonly PhiField[] {
  const typeGrants = readGrants(schema, type.astNode, type.name);
  const marked = Object.values(type.getFields()).flatMap((field) => {
    const phi = readPhi(schema, field.astNode);
    return phi === null ? [] : [{ field, phi }];
  });
  return Object.freeze(
    marked.map(({ field, phi }, index) => {
      const own = readGrants(schema, field.astNode, `${type.name}.${field.name}`);
      const levels = {
        field: own,
        type: typeGrants,
        categories: phi.category === null ? within(categories, among) : categories,
      };
      const grants = grantsInForce(levels, phi.category);
      return readPhiField(schema, type, field, phi, index, grants);
    }),
  );
}

/** OTHER is always among them: it is what an unexpected category counts as. */
function rowCategoriesOf({ category, among }: Subject, all: readonly string[]): readonly string[] {
  if (category === null) return Object.freeze([]);
  return Object.freeze(all.filter((name) => among === null || name === 'OTHER' || among.includes(name)));
}

function within(
  categories: GrantLevels['categories'],
  among: readonly string[] | null,
): GrantLevels['categories'] {
  if (among === null) return categories;
  return frozenRecord(
    Object.entries(categories).filter(([name]) => name === 'OTHER' || among.includes(name)),
  );
}

function readPhiField(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  phi: Phi,
  index: number,
  grants: PhiField['grants'],
): PhiField {
  return Object.freeze({
    coordinate: `${type.name}.${field.name}`,
    name: field.name,
    index,
    category: phi.category,
    identifier: phi.identifier,
    sensitivity: phi.sensitivity,
    element: phi.element,
    value: valueShape(schema, field),
    rowType: rowTypeOf(schema, getNamedType(field.type))?.name ?? null,
    place: placeOf(field.astNode),
    grants,
  });
}
