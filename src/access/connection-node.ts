import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';

/** Name of the node type of a connection (Relay Cursor Connections §2), or `null` for any other type. */
export function connectionNode(schema: GraphQLSchema, typeName: string): string | null {
  const node = connectionEdge(schema, typeName)?.getFields().node;
  return node === undefined ? null : getNamedType(node.type).name;
}

/** The type that a connection's `edges` really lead to, whatever it is called; `null` for any other type. */
export function connectionEdge(schema: GraphQLSchema, typeName: string): GraphQLObjectType | null {
  const type = typeName.endsWith('Connection') ? schema.getType(typeName) : undefined;
  const edges = isObjectType(type) ? type.getFields().edges : undefined;
  const edge = edges === undefined ? undefined : getNamedType(edges.type);
  return isObjectType(edge) ? edge : null;
}
