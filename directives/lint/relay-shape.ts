import type { GraphQLObjectType } from 'graphql';
import { getNamedType } from 'graphql';
import { objectRole } from '../object-role.ts';
import { placeOf } from '../place-of.ts';
import { fieldsOf, objectTypes } from './declared-types.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/** What each unmarked type may have, as GraphQL writes its type; `*` stands for any one name. */
const SHAPES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = Object.freeze({
  connection: { edges: ['[*!]!'], pageInfo: ['PageInfo!'] },
  edge: { node: ['*!'], cursor: ['String!', 'ID!'] },
  pageInfo: {
    hasNextPage: ['Boolean!'],
    hasPreviousPage: ['Boolean!'],
    startCursor: ['String', 'ID'],
    endCursor: ['String', 'ID'],
    _access: ['[*!]!'],
    mayOmit: ['Boolean!'],
  },
});

const REQUIRED: Readonly<Record<string, readonly string[]>> = Object.freeze({
  connection: ['edges', 'pageInfo'],
  edge: ['node', 'cursor'],
  pageInfo: ['hasNextPage'],
});

/**
 * Connections, edges and PageInfo escape classification, so they must be nothing but that: a `totalCount`
 * or a value beside the node would tell of rows that do not exist for the actor.
 */
export function relayShape({ schema }: LintContext): readonly Complaint[] {
  return objectTypes(schema).flatMap((type) => {
    const role = objectRole(schema, type);
    const shape = SHAPES[role];
    if (!shape) return [];
    return [...missing(type, REQUIRED[role] ?? []), ...misshapen(type, shape), ...misled(type, role)];
  });
}

function missing(type: GraphQLObjectType, required: readonly string[]): readonly Complaint[] {
  return required
    .filter((name) => !(name in type.getFields()))
    .map((name) => ({
      place: placeOf(type.astNode),
      coordinate: type.name,
      message: `${type.name} has no field ${name}, which its name promises.`,
    }));
}

function misshapen(
  type: GraphQLObjectType,
  shape: Readonly<Record<string, readonly string[]>>,
): readonly Complaint[] {
  return fieldsOf(type).flatMap(({ field, coordinate }) => {
    const allowed = Object.hasOwn(shape, field.name) ? shape[field.name] : undefined;
    const place = placeOf(field.astNode);
    if (!allowed) {
      return [{ place, coordinate, message: `${coordinate} has no place on a type that bears no mark.` }];
    }
    const name = getNamedType(field.type).name;
    if (allowed.some((one) => one.replace('*', name) === String(field.type))) return [];
    return [
      {
        place,
        coordinate,
        message: `${coordinate} must be of type ${allowed.join(' or ')}, not ${field.type}.`,
      },
    ];
  });
}

/** `edges` lead to an edge, and to nothing else. */
function misled(type: GraphQLObjectType, role: string): readonly Complaint[] {
  const edges = role === 'connection' ? type.getFields().edges : undefined;
  if (!edges || getNamedType(edges.type).name.endsWith('Edge')) return [];
  const coordinate = `${type.name}.edges`;
  return [
    { place: placeOf(edges.astNode), coordinate, message: `${coordinate} must list a type named …Edge.` },
  ];
}
