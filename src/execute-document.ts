import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { execute, GraphQLError } from 'graphql';
import type { DocumentFacts } from './documents/read-document.ts';
import { PUBLIC_MESSAGE } from './errors.ts';
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
}) => Promise<ExecutionResult>;

export const executeWithGraphqlJs: Execute = async (task) => execute(task);

/** Apollo's executor: runs the document, then states the denials once per coordinate. */
export function createExecutor(
  schema: GraphQLSchema,
  readDocument: (document: DocumentNode) => DocumentFacts,
  run: Execute,
  contextOf: (value: unknown) => OperationContext,
): GatewayExecutor {
  return async ({ context, document, operationName, queryHash, request }) => {
    const contextValue = contextOf(context);
    contextValue.executed.document = `sha256:${queryHash}`;
    contextValue.executed.operation = operationName;
    const result = await run({
      schema,
      document,
      contextValue,
      variableValues: request.variables ?? {},
      operationName,
    });
    const errors = readDocument(document).selectsAccess
      ? (result.errors ?? [])
      : [...(result.errors ?? []), ...denialErrors(contextValue)];
    return {
      ...(errors.length > 0 && { errors }),
      ...(result.data !== undefined && { data: result.data }),
      extensions: { access: { class: contextValue.accessClass } },
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
