import type { DocumentNode, GraphQLSchema } from 'graphql';
import { isObjectType, parse } from 'graphql';
import type { Insight } from './insight.ts';
import { readInsight } from './insight.ts';

/** An insight field as the schema declares it. */
export interface DeclaredInsight extends Insight {
  /** `Type.field`. */
  readonly coordinate: string;
  /** The `@subject` type it stands on: the query type of its sources. */
  readonly owner: string;
  readonly field: string;
  readonly document: DocumentNode;
}

/** All insight fields of a schema that the lint found clean. */
export function readInsights(schema: GraphQLSchema): readonly DeclaredInsight[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((owner) =>
      Object.values(owner.getFields()).flatMap((field) => {
        const insight = readInsight(schema, field.astNode);
        if (insight === null) return [];
        return Object.freeze({
          ...insight,
          coordinate: `${owner.name}.${field.name}`,
          owner: owner.name,
          field: field.name,
          document: parse(insight.sources, { noLocation: true }),
        });
      }),
    );
}
