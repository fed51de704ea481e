import { MapperKind, mapSchema, pruneSchema } from '@graphql-tools/utils';
import type {
  GraphQLFieldConfig,
  GraphQLFieldConfigArgumentMap,
  GraphQLInputType,
  GraphQLOutputType,
} from 'graphql';
import {
  GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  specifiedDirectives,
} from 'graphql';
import type { AccessModel, PhiField } from './access-model.ts';
import { connectionNode } from './connection-node.ts';
import { describeReach } from './describe-reach.ts';
import type { Reach, Reacher } from './role-reach.ts';
import { reachesByGlass, reachesFilter, reachOf } from './role-reach.ts';

/** What some roles can ever use of a schema, and what they cannot. */
export interface RoleSchema {
  /** Valid, without the directives of access; masks stand in the descriptions. */
  readonly schema: GraphQLSchema;
  /** PHI coordinates that are left out, sorted: fields, arguments and input fields. */
  readonly leftOut: readonly string[];
  /** PHI fields of which no category gives all, sorted by coordinate. */
  readonly masked: readonly { readonly coordinate: string; readonly reach: readonly Reach[] }[];
}

/**
 * The schema as actors of these roles can ever use it: without the PHI fields, filters, types and root fields that
 * answer them nothing, whoever the patient is. It tells what is declared, never what is stored.
 * @param mayUse whether a root field (`Query.x`, `Mutation.x`) is open to them.
 */
export function roleSchema(
  schema: GraphQLSchema,
  model: AccessModel,
  reacher: Reacher,
  mayUse: (coordinate: string) => boolean,
): RoleSchema {
  const fields = Object.values(model.types).flatMap((type) => type.fields);
  const reach = new Map(fields.map((field) => [field.coordinate, reachOf(model, reacher, field)]));
  const isRead = ({ coordinate }: PhiField) => (reach.get(coordinate) ?? []).length > 0;
  // A row exists for an actor if a grant is left for at least one of its coordinates (docs/access-model.md).
  const unread = new Set(
    Object.values(model.types)
      .filter((type) => type.fields.length > 0 && !type.fields.some(isRead))
      .map(({ name }) => name),
  );
  const closed = new Set([
    ...fields.filter((field) => !isRead(field)).map(({ coordinate }) => coordinate),
    // A filter that finds no field belongs to a mutation, which writes.
    ...Object.values(model.filters)
      .filter((filter) => filter.fields.length > 0 && !reachesFilter(model, reacher, filter))
      .map(({ coordinate }) => coordinate),
  ]);
  const roots = [schema.getQueryType()?.name, schema.getMutationType()?.name];
  const glass = Object.values(model.types).some((type) => reachesByGlass(model, reacher, type));

  const leadsNowhere = (type: GraphQLOutputType): boolean => {
    const { name } = getNamedType(type);
    return unread.has(connectionNode(schema, name) ?? name);
  };
  const isClosedInput = (type: GraphQLInputType): boolean => {
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return false;
    const all = Object.values(named.getFields());
    const open = all.filter(({ name }) => !closed.has(`${named.name}.${name}`));
    return open.length === 0 || all.some((field) => isRequiredInputField(field) && !open.includes(field));
  };
  const isOpenRoot = (typeName: string, fieldName: string): boolean =>
    !roots.includes(typeName) ||
    (mayUse(`${typeName}.${fieldName}`) &&
      (fieldName !== 'breakGlass' || glass) &&
      (fieldName !== 'reveal' || unread.size < Object.keys(model.types).length));

  const mapped = mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (config: GraphQLFieldConfig<unknown, unknown>, fieldName, typeName) => {
      const coordinate = `${typeName}.${fieldName}`;
      if (closed.has(coordinate) || leadsNowhere(config.type)) return null;
      if (!isOpenRoot(typeName, fieldName)) return null;
      const args: GraphQLFieldConfigArgumentMap = {};
      const type = schema.getType(typeName);
      const declared = isObjectType(type) ? (type.getFields()[fieldName]?.args ?? []) : [];
      for (const argument of declared) {
        const open = !closed.has(`${coordinate}(${argument.name}:)`) && !isClosedInput(argument.type);
        const given = config.args?.[argument.name];
        if (open && given !== undefined) args[argument.name] = given;
        if (!open && isRequiredArgument(argument)) return null;
      }
      const field = model.types[typeName]?.fields.find(({ name }) => name === fieldName);
      const told = field === undefined ? null : describeReach(field, reach.get(coordinate) ?? []);
      const description = [config.description, told].filter((text) => (text ?? '') !== '').join('\n');
      return { ...config, args, description: description === '' ? null : description };
    },
    [MapperKind.OBJECT_TYPE]: (type) => (unread.has(type.name) ? null : type),
    [MapperKind.INPUT_OBJECT_FIELD]: (config, fieldName, typeName) =>
      closed.has(`${typeName}.${fieldName}`) ? null : config,
  });
  const plain = new GraphQLSchema({ ...mapped.toConfig(), directives: specifiedDirectives });
  return Object.freeze({
    schema: pruneSchema(plain),
    leftOut: Object.freeze([...closed].sort()),
    masked: Object.freeze(
      [...reach]
        .filter(([, all]) => all.length > 0 && all.every(({ mask }) => mask !== 'NONE'))
        .map(([coordinate, all]) => Object.freeze({ coordinate, reach: all }))
        .toSorted((a, b) => (a.coordinate < b.coordinate ? -1 : 1)),
    ),
  });
}
