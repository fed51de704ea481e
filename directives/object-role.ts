import type { GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import { usesOf } from './directive-arguments.ts';
import { isNotPhi } from './not-phi.ts';
import { isValue } from './value.ts';

/**
 * What an object type is for the access model. Roots, connections, edges and PageInfo bear no mark and are
 * told by place and name (Relay Cursor Connections §2–§5); anything else without a mark is unclassified.
 */
export type ObjectRole =
  | 'root'
  | 'subject'
  | 'value'
  | 'notPhi'
  | 'connection'
  | 'edge'
  | 'pageInfo'
  | 'unclassified';

export function objectRole(schema: GraphQLSchema, type: GraphQLObjectType): ObjectRole {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  if (roots.includes(type)) return 'root';
  if (usesOf('subject', type.astNode).length > 0) return 'subject';
  if (isValue(type.astNode)) return 'value';
  if (isNotPhi(type.astNode)) return 'notPhi';
  if (type.name === 'PageInfo') return 'pageInfo';
  if (type.name.endsWith('Connection')) return 'connection';
  if (type.name.endsWith('Edge')) return 'edge';
  return 'unclassified';
}

/** The type of a connection's nodes, or `null` when the type is no connection of objects. */
export function nodeTypeOf(connection: GraphQLObjectType): GraphQLNamedType | null {
  const edges = connection.getFields().edges;
  const edge = edges && getNamedType(edges.type);
  const node = isObjectType(edge) ? edge.getFields().node : undefined;
  return node ? getNamedType(node.type) : null;
}

/** The `@subject` type whose rows a type leads to: itself, or the nodes of a connection; else `null`. */
export function rowTypeOf(schema: GraphQLSchema, type: GraphQLNamedType): GraphQLObjectType | null {
  if (!isObjectType(type)) return null;
  const role = objectRole(schema, type);
  if (role === 'subject') return type;
  const node = role === 'connection' ? nodeTypeOf(type) : null;
  return isObjectType(node) && objectRole(schema, node) === 'subject' ? node : null;
}
