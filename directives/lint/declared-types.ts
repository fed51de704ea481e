import type { GraphQLField, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { isInterfaceType, isObjectType } from 'graphql';

/** Types the schema's author wrote: introspection's own are left out. */
function declared(schema: GraphQLSchema) {
  return Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
}

export function objectTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return declared(schema).filter(isObjectType);
}

export function interfaceTypes(schema: GraphQLSchema): readonly GraphQLInterfaceType[] {
  return declared(schema).filter(isInterfaceType);
}

/** A field with the type it stands on. */
export interface OwnedField {
  readonly owner: GraphQLObjectType | GraphQLInterfaceType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly coordinate: string;
}

export function fieldsOf(owner: GraphQLObjectType | GraphQLInterfaceType): readonly OwnedField[] {
  return Object.values(owner.getFields()).map((field) => ({
    owner,
    field,
    coordinate: `${owner.name}.${field.name}`,
  }));
}

/** Every field of every object type, and with `interfaces` of those too. */
export function allFields(schema: GraphQLSchema, interfaces: 'with' | 'without'): readonly OwnedField[] {
  const owners = [...objectTypes(schema), ...(interfaces === 'with' ? interfaceTypes(schema) : [])];
  return owners.flatMap(fieldsOf);
}
