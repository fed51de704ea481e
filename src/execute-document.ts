import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { execute, GraphQLError } from 'graphql';
import { part2Notice } from './access/part2-notice.ts';
import type { DocumentFacts } from './documents/read-document.ts';
import { PUBLIC_MESSAGE } from './errors.ts';
import type { IntrospectedSchema } from './introspected-schema.ts';
import type { OperationContext } from './operation-context.ts';

/**
 * Runs a validated document. Replaceable: another executor MUST give the same bytes and leave the same
 * resolved fields behind in `contextValue.access`. graphql-js is the reference.
 */
export type Execute = (task: {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly contextValue: OperationContext;
  readonly variableValues: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
  /** What the roots' resolvers get as their parent. */
  readonly rootValue?: unknown;
}) => Promise<ExecutionResult>;

export const executeWithGraphqlJs: Execute = async (task) => execute(task);

/** An operation that was found, is valid and within limits. */
export interface FoundOperation {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  /** SHA-256 (hex) of the document's text. */
  readonly queryHash: string | undefined;
  readonly variableValues: Readonly<Record<string, unknown>>;
  readonly contextValue: OperationContext;
}

export type Executor = (operation: FoundOperation) => Promise<ExecutionResult>;

/** Characters of an operation's name that go into the record: it is the client's own word, and free. */
const LONGEST_NAME = 128;

/** Runs the document, then states the denials once per coordinate. */
export function createExecutor(
  schema: GraphQLSchema,
  readDocument: (document: DocumentNode) => DocumentFacts,
  run: Execute,
  introspected: IntrospectedSchema,
): Executor {
  return async ({ document, operationName, queryHash, variableValues, contextValue }) => {
    contextValue.executed.document = queryHash === undefined ? null : `sha256:${queryHash}`;
    contextValue.executed.operation = operationName?.slice(0, LONGEST_NAME) ?? null;
    const { introspects, selectsAccess } = readDocument(document);
    const told = introspects === 'only' ? introspected(contextValue) : null;
    const result = await run({
      schema: told ?? schema,
      document,
      contextValue,
      variableValues,
      operationName,
    });
    const part2 = part2Notice(contextValue.access);
    const errors = selectsAccess
      ? (result.errors ?? [])
      : [...(result.errors ?? []), ...denialErrors(contextValue)];
    return {
      ...(errors.length > 0 && { errors }),
      ...(result.data !== undefined && { data: result.data }),
      extensions: { access: { class: contextValue.accessClass }, ...(part2 !== null && { part2 }) },
    };
  };
}

function denialErrors({ access }: OperationContext): GraphQLError[] {
  return access.denials.list().map(
    ({ coordinate, reason, count, path }) =>
      new GraphQLError(PUBLIC_MESSAGE.PHI_ACCESS_DENIED, {
        path,
        extensions: { code: 'PHI_ACCESS_DENIED', coordinate, reason, count },
      }),
  );
}
