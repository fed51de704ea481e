import type { DocumentNode, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { GraphQLError, isObjectType, Kind, parse, print, GraphQLSchema as Schema, validate } from 'graphql';
import { usesOf } from '../directive-arguments.ts';
import type { Insight } from '../insight.ts';
import { readInsight } from '../insight.ts';
import { objectRole } from '../object-role.ts';
import { placeOf } from '../place-of.ts';
import type { OwnedField } from './declared-types.ts';
import { allFields } from './declared-types.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * The sources of an insight are a query on the type its field stands on, with the field's arguments as
 * variables. They are all that a model may read, so they must be a query that can run.
 */
export function insightSources({ schema }: LintContext): readonly Complaint[] {
  return allFields(schema, 'with').flatMap((owned) => {
    const insight = readInsight(schema, owned.field.astNode);
    if (insight === null) return [];
    const place = placeOf(usesOf('insight', owned.field.astNode)[0]);
    return wrongSources(schema, owned, insight).map((message) => ({
      place,
      coordinate: owned.coordinate,
      message: `${owned.coordinate}: ${message}`,
    }));
  });
}

function wrongSources(
  schema: GraphQLSchema,
  { owner, field }: OwnedField,
  insight: Insight,
): readonly string[] {
  if (!isObjectType(owner) || objectRole(schema, owner) !== 'subject') {
    return ['@insight stands on fields of @subject types only.'];
  }
  const document = parseSources(insight.sources);
  if (document instanceof GraphQLError) return [`its sources are not GraphQL: ${document.message}`];
  const errors = validate(schemaOf(schema, owner), document).map((error) => error.message);
  return [...errors, ...wrongOperation(document), ...wrongVariables(document, field)];
}

function parseSources(sources: string): DocumentNode | GraphQLError {
  try {
    return parse(sources);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** The same types with the insight's own type as the place where a query begins. */
function schemaOf(schema: GraphQLSchema, query: GraphQLObjectType): GraphQLSchema {
  return new Schema({ ...schema.toConfig(), query, mutation: null, subscription: null });
}

function wrongOperation(document: DocumentNode): readonly string[] {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const queries = operations.filter((one) => one.operation === 'query');
  return operations.length === 1 && queries.length === 1 ? [] : ['its sources must be one query.'];
}

function wrongVariables(document: DocumentNode, field: OwnedField['field']): readonly string[] {
  return document.definitions
    .flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? (one.variableDefinitions ?? []) : []))
    .flatMap((variable) => {
      const name = variable.variable.name.value;
      const argument = field.args.find((one) => one.name === name);
      if (argument && String(argument.type) === print(variable.type)) return [];
      return [`its variable $${name} of type ${print(variable.type)} is no argument of the field.`];
    });
}
