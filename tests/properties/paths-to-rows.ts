import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { AccessModel } from '../../src/access/access-model.ts';

/** A way from the root to rows of a type: what stands before their selection, and what closes it. */
export interface PathToRows {
  readonly type: string;
  readonly name: string;
  readonly open: string;
  readonly close: string;
}

const HOPS = 3;

/** Arguments that a root field needs to find the patient at hand, or a row of the patient. */
export interface Found {
  readonly patient: string;
  /** `Type/id` of a row of each type. */
  readonly rows: ReadonlyMap<string, string>;
  /** A search by which the patient is found, for root fields that take one. */
  readonly searches: Readonly<Record<string, readonly string[]>>;
}

/** Every way of up to three fields from the root, and from row to row, to each type of rows. */
export function pathsToRows(schema: GraphQLSchema, model: AccessModel, found: Found): readonly PathToRows[] {
  const query = schema.getQueryType();
  if (query === null || query === undefined) return [];
  const roots = Object.values(query.getFields()).flatMap((field) => rootPaths(schema, model, field, found));
  const all = [...roots];
  let last: readonly PathToRows[] = roots;
  for (let hop = 2; hop <= HOPS; hop++) {
    last = last.flatMap((path) => fieldPaths(schema, model, path));
    all.push(...last);
  }
  return all;
}

function rootPaths(
  schema: GraphQLSchema,
  model: AccessModel,
  field: GraphQLField<unknown, unknown>,
  found: Found,
): readonly PathToRows[] {
  const named = getNamedType(field.type);
  const takesId = field.args.some(({ name }) => name === 'id');
  if (isInterfaceType(named)) {
    return schema.getPossibleTypes(named).flatMap(({ name }) => {
      const id = name === 'Patient' ? `Patient/${found.patient}` : found.rows.get(name);
      if (id === undefined || model.types[name] === undefined) return [];
      const open = `${field.name}(id: "${id}") { ... on ${name} {`;
      return [{ type: name, name: `${field.name}(${name})`, open, close: '} }' }];
    });
  }
  const below = rowsBelow(schema, model, named.name);
  if (below === null) return [];
  const given = takesId ? [`(id: "${found.patient}")`] : (found.searches[field.name] ?? []);
  return given.map((one) => ({
    type: below.type,
    name: `${field.name}${one}`,
    open: `${field.name}${one} ${below.open}`,
    close: below.close,
  }));
}

function fieldPaths(schema: GraphQLSchema, model: AccessModel, path: PathToRows): readonly PathToRows[] {
  const fields = model.types[path.type]?.fields ?? [];
  return fields.flatMap((field) => {
    const type = schema.getType(path.type);
    const declared = isObjectType(type) ? type.getFields()[field.name] : undefined;
    const below = declared === undefined ? null : rowsBelow(schema, model, getNamedType(declared.type).name);
    if (field.rowType === null || declared === undefined || below === null) return [];
    if (declared.args.some(isRequiredArgument)) return [];
    const given = declared.args.some(({ name }) => name === 'first') ? '(first: 100)' : '';
    return [
      {
        type: below.type,
        name: `${path.name}.${field.name}`,
        open: `${path.open} ${field.name}${given} ${below.open}`,
        close: `${below.close} ${path.close}`,
      },
    ];
  });
}

/** The rows that a type is, or that a connection of it holds. */
function rowsBelow(schema: GraphQLSchema, model: AccessModel, name: string) {
  if (model.types[name] !== undefined) return { type: name, open: '{', close: '}' };
  const edges = fieldType(schema, name, 'edges');
  const node = edges === null ? null : fieldType(schema, edges.name, 'node');
  if (node === null || model.types[node.name] === undefined) return null;
  return { type: node.name, open: '{ edges { node {', close: '} } }' };
}

function fieldType(schema: GraphQLSchema, name: string, field: string): GraphQLObjectType | null {
  const type = schema.getType(name);
  const found = isObjectType(type) ? type.getFields()[field] : undefined;
  const named = found === undefined ? undefined : getNamedType(found.type);
  return isObjectType(named) ? named : null;
}
