import type { DocumentNode, GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getDirectiveValues, getNamedType, isObjectType, parse } from 'graphql';

/** A field that a model writes, with what it is written from. */
export interface FootprintInsight {
  /** `Type.field`. */
  readonly coordinate: string;
  /** Where its sources begin. */
  readonly owner: GraphQLObjectType;
  /** Name of the type of what is written. */
  readonly written: string;
  readonly sources: DocumentNode;
}

/** The insight fields of a schema that the lint found clean, by coordinate. */
export function footprintInsights(schema: GraphQLSchema): ReadonlyMap<string, FootprintInsight> {
  const insights = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((owner) =>
      Object.values(owner.getFields()).flatMap((field) => {
        const sources = sourcesOf(schema, field);
        if (sources === null) return [];
        const coordinate = `${owner.name}.${field.name}`;
        const written = getNamedType(field.type).name;
        return [Object.freeze({ coordinate, owner, written, sources })];
      }),
    );
  return new Map(insights.map((insight) => [insight.coordinate, insight]));
}

function sourcesOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): DocumentNode | null {
  const directive = schema.getDirective('insight');
  if (!directive || !field.astNode) return null;
  const { sources } = getDirectiveValues(directive, field.astNode) ?? {};
  return typeof sources === 'string' ? parse(sources, { noLocation: true }) : null;
}
