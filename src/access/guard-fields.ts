import type {
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLResolveInfo,
  GraphQLSchema,
} from 'graphql';
import { defaultFieldResolver, getNamedType, getNullableType, isListType, isObjectType } from 'graphql';
import type { AccessModel, PhiField, SubjectType } from './access-model.ts';
import { MASKS } from './access-model.ts';
import { admitRows } from './admit-rows.ts';
import { answerConnections } from './answer-connections.ts';
import { connectionNode } from './connection-node.ts';
import { isSilent } from './decide.ts';
import { DENIED, WHOLE } from './decision-table.ts';
import { describeAccess } from './describe-access.ts';
import type { GuardContext } from './guard-context.ts';
import { maskValue, pseudonymOf } from './masks.ts';
import { pageArguments } from './page-arguments.ts';
import { phiFilters } from './phi-filters.ts';
import { assertPlainValues } from './plain-values.ts';
import { guardFilters, refuseFilters } from './refuse-filters.ts';
import { Row } from './row.ts';

type Args = Record<string, unknown>;
type Resolver = GraphQLFieldResolver<unknown, GuardContext, Args>;

/**
 * Puts a guard before every field of every `@subject` type, so that one place decides whatever the path:
 * root, nesting, `node(id:)`, interface or fragment (design promise 2). Changes the schema it is given.
 *
 * A guarded resolver receives the record, never the Row; what it returns leaves only as decided. A parent
 * that is not a Row denies: a resolver that smuggles a bare record past the engine discloses nothing.
 */
export function guardFields(schema: GraphQLSchema, model: AccessModel): GraphQLSchema {
  assertPlainValues(schema, model);
  for (const subjectType of Object.values(model.types)) {
    const type = schema.getType(subjectType.name);
    if (isObjectType(type)) guardSubjectType(schema, model, subjectType, type);
  }
  for (const root of [schema.getQueryType(), schema.getMutationType()]) {
    if (root)
      for (const field of Object.values(root.getFields())) guardRootField(schema, model, root.name, field);
  }
  for (const type of Object.values(schema.getTypeMap())) guardOpenLists(schema, model, type);
  answerConnections(schema, model);
  return schema;
}

function guardSubjectType(
  schema: GraphQLSchema,
  model: AccessModel,
  subjectType: SubjectType,
  type: GraphQLObjectType,
): void {
  type.isTypeOf = null;
  const phi = new Map(subjectType.fields.map((field) => [field.name, field]));
  for (const field of Object.values(type.getFields())) {
    const declared = phi.get(field.name);
    const base: Resolver = field.resolve ?? defaultFieldResolver;
    const guarded =
      declared === undefined
        ? (openFields[field.name]?.(subjectType, field.resolve) ?? onRecord(base))
        : guardPhi(schema, model, declared, field, base);
    field.resolve = guardFilters(model, subjectType, declared?.rowType ?? null, field, guarded);
  }
}

/** Fields of a `@subject` type that the engine answers itself. */
const openFields: Readonly<Record<string, (type: SubjectType, own: Resolver | undefined) => Resolver>> =
  Object.freeze({
    id: (type, own) => rowId(type, own ?? ((record) => `${type.name}/${idOf(record)}`)),
    fhirId: (type, own) => rowId(type, own ?? ((record) => idOf(record))),
    _access: (type) => (row) => (row instanceof Row ? describeAccess(type, row.table.told) : []),
    mayOmit: (type) => (_row, _args, context) => context.access.mayOmit(type),
  });

/** Logical ids are linkable: where nothing of the row is whole, the id is a pseudonym (access-matrix). */
function rowId(type: SubjectType, own: Resolver): Resolver {
  return (row, args, context, info) => {
    if (!(row instanceof Row)) return null;
    if (!row.table.pseudonymousIds) return own(row.record, args, context, info);
    const { pseudonymKey } = row.subject.facts;
    return pseudonymKey === null ? WITHHELD_ID : pseudonymOf(pseudonymKey, type.name, row.id);
  };
}

/** No key, no pseudonym: ids are non-null, so a constant stands in. */
const WITHHELD_ID = 'withheld';

function onRecord(base: Resolver): Resolver {
  return (row, args, context, info) => (row instanceof Row ? base(row.record, args, context, info) : null);
}

function guardPhi(
  schema: GraphQLSchema,
  model: AccessModel,
  declared: PhiField,
  field: GraphQLField<unknown, GuardContext>,
  base: Resolver,
): Resolver {
  const { index } = declared;
  const answer = answerWithRows(schema, model, declared, field, base);
  if (declared.rowType !== null) {
    return (row, args, context, info) => {
      if (!(row instanceof Row)) return null;
      const repeated = row.hasSeen(index);
      if (row.resolve(index) !== WHOLE) return deny(row, declared, context, info, repeated);
      return answer(row, args, context, info);
    };
  }
  return (row, args, context, info) => {
    if (!(row instanceof Row)) return null;
    const repeated = row.hasSeen(index);
    const code = row.resolve(index);
    if (code === WHOLE) return answer(row, args, context, info);
    if (code === DENIED) return deny(row, declared, context, info, repeated);
    const value = answer(row, args, context, info);
    return value instanceof Promise
      ? value.then((settled) => masked(row, declared, code, settled, context))
      : masked(row, declared, code, value, context);
  };
}

type Answer = (row: Row, args: Args, context: GuardContext, info: GraphQLResolveInfo) => unknown;

/** What the resolver gives; wherever rows can be among it (a connection, an abstract type), those that exist. */
function answerWithRows(
  schema: GraphQLSchema,
  model: AccessModel,
  declared: PhiField,
  field: GraphQLField<unknown, GuardContext>,
  base: Resolver,
): Answer {
  const admit = admitRows(schema, model, field.type);
  if (admit === null) return (row, args, context, info) => base(row.record, args, context, info);
  const pages = pageArguments(declared.coordinate, field);
  const filtersOf = phiFilters(model, declared.coordinate.split('.')[0] ?? '', field) ?? noFilters;
  return (row, args, context, info) => {
    const opened = { ...pages(args, context, row), filters: filtersOf(args) };
    return admit(base(row.record, opened.args, context, info), context, row, opened);
  };
}

function masked(row: Row, declared: PhiField, code: number, value: unknown, context: GuardContext): unknown {
  const mask = MASKS[code] ?? 'REDACT';
  const { birthDate, deceasedDate, pseudonymKey } = row.subject.facts;
  return maskValue(value, declared.value, mask, {
    birthDate,
    deceasedDate,
    pseudonymKey,
    now: context.access.now,
    zip3Populous: context.zip3Populous,
  });
}

function deny(
  row: Row,
  declared: PhiField,
  context: GuardContext,
  info: GraphQLResolveInfo,
  repeated: boolean,
): null {
  if (!repeated) {
    const reason = row.table.decisions[declared.index]?.reason ?? 'ERROR';
    if (reason === 'GRANT' || reason === 'BREAK_GLASS')
      context.access.denials.add(declared.coordinate, 'ERROR', info.path);
    else if (!isSilent(reason)) context.access.denials.add(declared.coordinate, reason, info.path);
  }
  return null;
}

/** Root fields return records; what leaves them are Rows that exist for the actor. */
function guardRootField(
  schema: GraphQLSchema,
  model: AccessModel,
  rootName: string,
  field: GraphQLField<unknown, GuardContext>,
): void {
  const base: Resolver = field.resolve ?? defaultFieldResolver;
  const coordinate = `${rootName}.${field.name}`;
  const admit = admitRows(schema, model, field.type) ?? asIs;
  const pages = pageArguments(coordinate, field);
  const named = getNamedType(field.type).name;
  const asked = connectionNode(schema, named) ?? named;
  const isSearch = asked in model.types && (asked !== named || isListType(getNullableType(field.type)));
  const filtersOf = phiFilters(model, rootName, field) ?? noFilters;
  field.resolve = async (source, args, context, info) => {
    if (isSearch && !maySearch(context, coordinate, asked, info)) return null;
    const filters = filtersOf(args);
    if (refuseFilters(filters, asked, context, info)) return null;
    const opened = { ...pages(args, context, null), filters };
    const answer = await admit(base(source, opened.args, context, info), context, null, opened);
    if (answer === null && typeof args.id === 'string') refuse(context, coordinate, asked, args.id);
    return answer;
  };
}

/** Scopes say whether rows of a type may be searched for at all (SMART App Launch 2.2, permission `s`). */
function maySearch(
  { access }: GuardContext,
  coordinate: string,
  type: string,
  info: GraphQLResolveInfo,
): boolean {
  const { accessClass } = access.vector;
  if (accessClass.roles.some((role) => accessClass.reaches(role, type, 's', null))) return true;
  access.denials.add(coordinate, 'SCOPE', info.path);
  access.refuse({ coordinate, type, id: '', reason: 'SCOPE' });
  return false;
}

/** Lists of what is no patient's data, below a type that is none: pages bounded and cursors sealed like any other's. */
function guardOpenLists(schema: GraphQLSchema, model: AccessModel, type: GraphQLNamedType): void {
  const isRoot = type === schema.getQueryType() || type === schema.getMutationType();
  if (!isObjectType(type) || isRoot || type.name.startsWith('__') || type.name in model.types) return;
  for (const field of Object.values(type.getFields())) {
    if (connectionNode(schema, getNamedType(field.type).name) === null) continue;
    const admit = admitRows(schema, model, field.type) ?? asIs;
    const base: Resolver = field.resolve ?? defaultFieldResolver;
    const pages = pageArguments(`${type.name}.${field.name}`, field);
    field.resolve = (source, args, context, info) => {
      const opened = { ...pages(args, context, null), filters: noFilters() };
      return admit(base(source, opened.args, context, info), context, null, opened);
    };
  }
}

const noFilters = () => [];
const asIs = (answer: unknown) => answer;

/** The same denial for an id that is nobody's and one that is not this actor's (design §7). */
function refuse(context: GuardContext, coordinate: string, type: string, id: string): void {
  const slash = id.indexOf('/');
  context.access.refuse({
    coordinate,
    type: slash < 0 ? type : id.slice(0, slash),
    id: id.slice(slash + 1),
    reason: 'RELATIONSHIP',
  });
}

function idOf(record: unknown): string {
  return typeof record === 'object' && record !== null && 'id' in record && typeof record.id === 'string'
    ? record.id
    : '';
}
