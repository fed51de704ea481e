import type { ConstDirectiveNode, GraphQLSchema } from 'graphql';
import { isEnumType } from 'graphql';
import type { Marked } from '../directive-arguments.ts';
import { usesOf } from '../directive-arguments.ts';
import { objectRole } from '../object-role.ts';
import { readPhi } from '../phi.ts';
import { placeOf } from '../place-of.ts';
import { fieldsOf, interfaceTypes, objectTypes } from './declared-types.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * A grant counts on a PHI field of a `@subject` type, on such a type and on a category. Anywhere else it
 * looks like policy and is none.
 */
export function grantPlace({ schema }: LintContext): readonly Complaint[] {
  return [...onTypes(schema), ...onEnumValues(schema)];
}

function onTypes(schema: GraphQLSchema): readonly Complaint[] {
  const ofObjects = objectTypes(schema).flatMap((type) => {
    const subject = objectRole(schema, type) === 'subject';
    const misplaced = fieldsOf(type)
      .filter(({ field }) => !subject || readPhi(schema, field.astNode) === null)
      .flatMap(({ field, coordinate }) => complaints(field.astNode, coordinate));
    return [...(subject ? [] : complaints(type.astNode, type.name)), ...misplaced];
  });
  const ofInterfaces = interfaceTypes(schema)
    .flatMap(fieldsOf)
    .flatMap(({ field, coordinate }) => complaints(field.astNode, coordinate));
  return [...ofObjects, ...ofInterfaces];
}

function onEnumValues(schema: GraphQLSchema): readonly Complaint[] {
  return Object.values(schema.getTypeMap())
    .filter(isEnumType)
    .filter((type) => type.name !== 'PhiCategory')
    .flatMap((type) => type.getValues().map((value) => ({ type, value })))
    .flatMap(({ type, value }) => complaints(value.astNode, `${type.name}.${value.name}`));
}

function complaints(node: Marked | null | undefined, coordinate: string): readonly Complaint[] {
  return usesOf('minimumNecessary', node).map((use: ConstDirectiveNode) => ({
    place: placeOf(use),
    coordinate,
    message: `${coordinate} bears a grant, but is no PHI field, @subject type or category: nothing is granted.`,
  }));
}
