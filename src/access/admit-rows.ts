import type { GraphQLOutputType, GraphQLSchema } from 'graphql';
import { getNamedType, getNullableType, isAbstractType, isListType, isObjectType } from 'graphql';
import type { AccessModel } from './access-model.ts';
import { ConnectionView } from './answer-connections.ts';
import { connectionNode } from './connection-node.ts';
import type { GuardContext } from './guard-context.ts';
import type { OpenedArguments } from './page-arguments.ts';
import { noteFilters } from './refuse-filters.ts';
import type { Row } from './row.ts';
import type { SubjectAccess } from './subject-access.ts';
import { typeNameOf } from './type-name-of.ts';

type Admit = (answer: unknown, context: GuardContext, parent: Row | null, opened: OpenedArguments) => unknown;

/** What records of one field are held against. */
interface Door {
  readonly schema: GraphQLSchema;
  readonly model: AccessModel;
  /** The type that the schema gives the records: an object's, or an abstract one. */
  readonly declared: string;
  /** Found among others rather than asked for: then scopes MUST let such rows be searched for (SMART App Launch 2.2). */
  readonly listed: boolean;
}

/**
 * Turns the records that a resolver returns into Rows; records that do not exist for the actor vanish, and so
 * does whatever is no record, page or list where one is due. `null` for a field that no rows can leave.
 */
export function admitRows(schema: GraphQLSchema, model: AccessModel, type: GraphQLOutputType): Admit | null {
  const named = getNamedType(type);
  const nodeType = connectionNode(schema, named.name);
  if (nodeType !== null) {
    const door = { schema, model, declared: nodeType, listed: true };
    return settled((page, context, parent, opened) => admitPage(door, page, context, parent, opened));
  }
  if (!(named.name in model.types) && !isAbstractType(named)) return null;
  const isList = isListType(getNullableType(type));
  const door = { schema, model, declared: named.name, listed: isList };
  const admit = settled((record, context, parent, opened) =>
    admitRecord(door, record, context, parent, opened),
  );
  if (!isList) return admit;
  return settled((list, context, parent, opened) => {
    if (!Array.isArray(list)) return null;
    context.access.countRows(list.length);
    return gather(list.map((item) => admit(item, context, parent, opened)));
  });
}

/** Waits for anything that can be waited for: a resolver's promises need not be of our kind. */
function settled(admit: Admit): Admit {
  return (answer, context, parent, opened) =>
    isThenable(answer)
      ? Promise.resolve(answer).then((value: unknown) => admit(value, context, parent, opened))
      : admit(answer, context, parent, opened);
}

function admitRecord(
  { schema, model, declared, listed }: Door,
  record: unknown,
  context: GuardContext,
  parent: Row | null,
  opened: OpenedArguments,
): unknown {
  if (!isRecord(record)) return null;
  const name = declared in model.types ? declared : typeNameOf(record);
  const type = model.types[name];
  // An abstract type may also be met by a `@notPhi` type, which has no subject; by nothing else.
  if (type === undefined) return isObjectType(schema.getType(name)) ? record : null;
  const subjectId = record[type.subjectField];
  if (typeof subjectId !== 'string') return null;
  const admit = (subject: SubjectAccess) => {
    const row = subject.row(type, record);
    if (row === null || (listed && !row.table.searchable)) return null;
    return opened.filters.every((filter) => context.access.isOpen(filter, row.table)) ? row : null;
  };
  const found = (row: Row | null) => {
    if (row !== null) noteFilters(row, opened.filters);
    return row;
  };
  if (parent !== null && parent.subject.facts.subjectId === subjectId) return found(admit(parent.subject));
  const subject = context.access.subject(subjectId);
  return subject instanceof Promise ? subject.then(admit).then(found) : found(admit(subject));
}

function admitPage(
  door: Door,
  page: unknown,
  context: GuardContext,
  parent: Row | null,
  opened: OpenedArguments,
): unknown {
  if (!isRecord(page) || !Array.isArray(page.rows)) return null;
  const positioned: readonly unknown[] = page.rows;
  context.access.countRows(positioned.length);
  const positions = positioned.map((item) =>
    isRecord(item) && typeof item.position === 'string' ? item.position : '',
  );
  const rows = positioned.map((item) =>
    admitRecord(door, isRecord(item) ? item.record : null, context, parent, opened),
  );
  const view = (settledRows: readonly unknown[]) =>
    new ConnectionView({
      type: door.model.types[door.declared] ?? null,
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

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
