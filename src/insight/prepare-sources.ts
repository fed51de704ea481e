import type { DocumentNode, GraphQLSchema, SelectionNode } from 'graphql';
import {
  getNamedType,
  isObjectType,
  Kind,
  GraphQLSchema as Schema,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { AccessModel } from '../access/access-model.ts';

/** Response name of a row's logical id in sources as they run: no field of a schema begins with two letters and this. */
export const ROW_ID = 'phieldRowId';

const ROW_ID_SELECTION: SelectionNode = Object.freeze({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: ROW_ID } as const,
  name: { kind: Kind.NAME, value: 'fhirId' } as const,
});

/** Sources with the logical id of every row among what they select, so that each value is known by its record. */
export function prepareSources(
  sources: DocumentNode,
  schema: GraphQLSchema,
  model: AccessModel,
): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    sources,
    visitWithTypeInfo(types, {
      SelectionSet: (node) => {
        const parent = types.getParentType();
        if (!parent || !(parent.name in model.types)) return undefined;
        return { ...node, selections: [ROW_ID_SELECTION, ...node.selections] };
      },
    }),
  );
}

/** The same types, with the one an insight stands on as the place where a query begins. */
export function sourcesSchema(schema: GraphQLSchema, owner: string): GraphQLSchema {
  const query = getNamedType(schema.getType(owner));
  if (!isObjectType(query)) throw new TypeError('an insight stands on an object type');
  return new Schema({ ...schema.toConfig(), query, mutation: null, subscription: null });
}
