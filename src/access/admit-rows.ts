import type { GraphQLOutputType, GraphQLSchema } from 'graphql';
import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { AccessModel, PhiFilter } from './access-model.ts';
import { ConnectionView } from './answer-connections.ts';
import type { GuardContext } from './guard-context.ts';
import type { OpenedArguments } from './page-arguments.ts';
import { decideFilter } from './phi-filters.ts';
import type { Row } from './row.ts';
import type { SubjectAccess } from './subject-access.ts';

type Admit = (answer: unknown, context: GuardContext, parent: Row | null, opened: OpenedArguments) => unknown;

/** Turns the records that a resolver returns into Rows; records that do not exist for the actor vanish. */
export function admitRows(schema: GraphQLSchema, model: AccessModel, type: GraphQLOutputType): Admit {
  const named = getNamedType(type);
  const nodeType = connectionNode(schema, named.name);
  if (nodeType !== null) {
    return settled((page, context, parent, opened) =>
      admitPage(model, nodeType, page, context, parent, opened),
    );
  }
  const ofRows = named.name in model.types || isInterfaceType(named) || isUnionType(named);
  if (!ofRows) return (answer) => answer;
  if (isListType(getNullableType(type))) {
    return settled((list, context, parent, opened) =>
      Array.isArray(list)
        ? gather(list.map((item) => admitRecord(model, named.name, item, context, parent, opened)))
        : null,
    );
  }
  return settled((record, context, parent, opened) =>
    admitRecord(model, named.name, record, context, parent, opened),
  );
}

/** Name of a connection's node type, or `null` for any other type. */
export function connectionNode(schema: GraphQLSchema, typeName: string): string | null {
  if (!typeName.endsWith('Connection')) return null;
  const edge = schema.getType(`${typeName.slice(0, -'Connection'.length)}Edge`);
  return isObjectType(edge) ? getNamedType(edge.getFields().node?.type ?? edge).name : null;
}

function settled(admit: Admit): Admit {
  return (answer, context, parent, opened) =>
    answer instanceof Promise
      ? answer.then((value: unknown) => admit(value, context, parent, opened))
      : admit(answer, context, parent, opened);
}

function admitRecord(
  model: AccessModel,
  declared: string,
  record: unknown,
  context: GuardContext,
  parent: Row | null,
  opened: OpenedArguments,
): unknown {
  if (!isRecord(record)) return null;
  const type = model.types[declared] ?? model.types[typeNameOf(record)];
  // An interface may also be met by a `@notPhi` type, which has no subject.
  if (type === undefined) return declared in model.types ? null : record;
  const subjectId = record[type.subjectField];
  if (typeof subjectId !== 'string') return null;
  const admit = (subject: SubjectAccess) => {
    const row = subject.row(type, record);
    return row !== null && opened.filters.every((filter) => isOpen(filter, row, context)) ? row : null;
  };
  if (parent !== null && parent.subject.facts.subjectId === subjectId) return admit(parent.subject);
  const subject = context.access.subject(subjectId);
  return subject instanceof Promise ? subject.then(admit) : admit(subject);
}

/** A row found through a value must hold that value openly for the actor (design §4). */
function isOpen(filter: PhiFilter, row: Row, { access }: GuardContext): boolean {
  const { categories } = row.table;
  return (
    decideFilter(access.vector, filter, categories.split('+'), row.subject.relationships).decision ===
    'PERMIT'
  );
}

function admitPage(
  model: AccessModel,
  nodeType: string,
  page: unknown,
  context: GuardContext,
  parent: Row | null,
  opened: OpenedArguments,
): unknown {
  if (!isRecord(page) || !Array.isArray(page.rows)) return null;
  const positioned: readonly unknown[] = page.rows;
  const positions = positioned.map((item) =>
    isRecord(item) && typeof item.position === 'string' ? item.position : '',
  );
  const rows = positioned.map((item) =>
    admitRecord(model, nodeType, isRecord(item) ? item.record : null, context, parent, opened),
  );
  const view = (settledRows: readonly unknown[]) =>
    new ConnectionView({
      type: model.types[nodeType] ?? null,
      rows: settledRows,
      positions,
      hasNextPage: page.hasNextPage === true,
      hasPreviousPage: opened.args.after !== null,
      seal: (position) => context.cursors.seal(position, opened.sealContext),
    });
  return rows.some((row) => row instanceof Promise) ? Promise.all(rows).then(view) : view(rows);
}

/** Drops rows that do not exist for the actor. */
function gather(rows: readonly unknown[]): unknown {
  const present = (all: readonly unknown[]) => all.filter((row) => row !== null);
  return rows.some((row) => row instanceof Promise) ? Promise.all(rows).then(present) : present(rows);
}

function typeNameOf(record: Readonly<Record<string, unknown>>): string {
  const name = record.__typename ?? record.resourceType;
  return typeof name === 'string' ? name : '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
