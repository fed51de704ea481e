import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
} from 'graphql';

/** Answered by the engine for every row, which is no value of it; and what a model writes, which is asked for by itself. */
const ENGINES = new Set(['_access', 'insights']);

/** A document for each connection of a patient, and one for the patient's own fields, with all there is to select. */
export function patientDocuments(schema: GraphQLSchema, id: string): readonly string[] {
  const fields = Object.values(objectType(schema, 'Patient').getFields());
  const isConnection = (type: GraphQLNamedType) => type.name.endsWith('Connection');
  const own = fields.filter(({ name, type }) => !ENGINES.has(name) && !isConnection(getNamedType(type)));
  const connections = fields.filter(({ type }) => isConnection(getNamedType(type)));
  const documents = [own, ...connections.map((field) => [field])].map((chosen) =>
    chosen.map(({ name, type }) => selectionOf(name, getNamedType(type))).join(' '),
  );
  return documents.map((selection) => `{ patient(id: "${id}") { __typename ${selection} } }`);
}

/** All fields of a type, with those of the types below, as a selection without braces. */
export function everythingOf(type: GraphQLNamedType): string {
  if (!isObjectType(type)) return '__typename';
  const fields = Object.values(type.getFields()).filter(({ name }) => !ENGINES.has(name));
  return `__typename ${fields.map((field) => selectionOf(field.name, getNamedType(field.type))).join(' ')}`;
}

export function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`no object type ${name}`);
  return type;
}

function selectionOf(name: string, type: GraphQLNamedType): string {
  return isCompositeType(type) ? `${name} { ${everythingOf(type)} }` : name;
}

/** `Type.field` of every field that holds something in an answer that tells its types. */
export function filledCoordinates(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(filledCoordinates);
  if (typeof value !== 'object' || value === null) return [];
  const type = '__typename' in value ? String(value.__typename) : '';
  return Object.entries(value).flatMap(([name, held]) =>
    held === null || (Array.isArray(held) && held.length === 0)
      ? []
      : [`${type}.${name}`, ...filledCoordinates(held)],
  );
}
