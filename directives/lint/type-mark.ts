import type { GraphQLObjectType } from 'graphql';
import { usesOf } from '../directive-arguments.ts';
import { objectRole } from '../object-role.ts';
import { placeOf } from '../place-of.ts';
import { objectTypes } from './declared-types.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

const MARKS = Object.freeze(['subject', 'value', 'notPhi'] as const);

/** Every object type bears exactly one mark; roots, connections, edges and PageInfo bear none. */
export function typeMark({ schema }: LintContext): readonly Complaint[] {
  return objectTypes(schema).flatMap((type) => {
    const marks = marksOf(type);
    const complain = (message: string): readonly Complaint[] => [
      { place: placeOf(type.astNode), coordinate: type.name, message: `${type.name} ${message}` },
    ];
    if (bearsNoMark(type, objectRole(schema, type))) {
      return marks.length === 0 ? [] : complain(`must not bear ${marks.join(' and ')}.`);
    }
    if (marks.length === 0) return complain('bears none of @subject, @value and @notPhi.');
    return marks.length === 1 ? [] : complain(`bears ${marks.join(' and ')}; exactly one is allowed.`);
  });
}

function marksOf(type: GraphQLObjectType): readonly string[] {
  return MARKS.filter((mark) => usesOf(mark, type.astNode).length > 0).map((mark) => `@${mark}`);
}

function bearsNoMark(type: GraphQLObjectType, role: string): boolean {
  return role === 'root' || role === 'connection' || role === 'edge' || type.name === 'PageInfo';
}
