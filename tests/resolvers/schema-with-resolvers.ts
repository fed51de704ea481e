import { addResolversToSchema } from '@graphql-tools/schema';
import type { ExecutionResult, GraphQLNamedType, GraphQLSchema } from 'graphql';
import { execute, getNamedType, isLeafType, isObjectType, parse, validate } from 'graphql';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import type { NodeRecord, ResolverContext } from '../../resolvers/context.ts';
import { resolvers } from '../../resolvers/resolvers.ts';
import { SCHEMA_FOLDER } from '../../src/schema-folder.ts';

/** Answered by the engine alone. */
const ENGINE_FIELDS: readonly string[] = ['fhirId', '_access', 'mayOmit'];
/** A way back to the patient, and what only a model writes. */
const ROUND_ABOUT = 'PatientInsights';

/** The shipped schema with its resolvers and without any guard: what resolvers say before access is asked. */
export async function schemaWithResolvers(): Promise<GraphQLSchema> {
  const { schema } = readSdl(await loadSdl(SCHEMA_FOLDER));
  return addResolversToSchema({
    schema,
    resolvers: { ...resolvers, Node: { __resolveType: (record: NodeRecord) => record.resourceType } },
  });
}

/** Every field of a type but connections and what the engine answers, as the text of a selection set. */
export function selectAll(type: GraphQLNamedType | undefined): string {
  if (!isObjectType(type)) throw new Error('expected an object type');
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    if (ENGINE_FIELDS.includes(field.name) || named.name.endsWith('Connection')) return [];
    if (named.name === ROUND_ABOUT) return [];
    return [isLeafType(named) ? field.name : `${field.name} ${selectAll(named)}`];
  });
  return `{ ${fields.join(' ')} }`;
}

/** Runs an operation; one that does not fit the schema is a fault of the test. */
export async function run(
  schema: GraphQLSchema,
  operation: string,
  contextValue: ResolverContext,
): Promise<ExecutionResult> {
  const document = parse(operation);
  const faults = validate(schema, document);
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'));
  return execute({ schema, document, contextValue });
}
