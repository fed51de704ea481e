import type {
  ApolloServerPlugin,
  GraphQLRequestContext,
  GraphQLRequestContextDidResolveOperation,
  GraphQLRequestListener,
} from '@apollo/server';
import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { GraphQLError, parse } from 'graphql';
import { capErrors } from './cap-errors.ts';
import { DOCUMENT_LIMITS } from './documents/document-limits.ts';
import { isWithinLimits } from './documents/limit-document.ts';
import type { Rates } from './documents/rates.ts';
import type { ReadCost } from './documents/read-cost.ts';
import type { DocumentFacts } from './documents/read-document.ts';
import type { Executor } from './execute-document.ts';
import type { IntrospectedSchema, IntrospectionSetting } from './introspected-schema.ts';
import { limitCost } from './limit-cost.ts';
import type { Log } from './log.ts';
import { createErrorMask } from './mask-errors.ts';
import type { OperationContext } from './operation-context.ts';
import type { AcrValues } from './require-sign-in.ts';
import { requireSignIn } from './require-sign-in.ts';

/**
 * Apollo Server as the GraphQL pipeline between our HTTP adapter and our executor: parsing, validation and
 * their cache, CSRF prevention. Its cache-control plugin is off: it wraps every resolver and nothing here
 * may be cached. Nobody registers documents at run time, and no batches are taken.
 */
export async function createApollo(parts: {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly readDocument: (document: DocumentNode) => DocumentFacts;
  readonly readCost: ReadCost;
  /** `null`: nobody's costs are counted. */
  readonly rates: Rates | null;
  readonly introspection: IntrospectionSetting;
  readonly introspected: IntrospectedSchema;
  readonly acrValues: AcrValues;
  readonly log: Log;
}): Promise<ApolloServer<OperationContext>> {
  const maskError = createErrorMask(parts.log);
  const apollo = new ApolloServer<OperationContext>({
    schema: parts.schema,
    introspection: mayIntrospect(parts.introspection),
    includeStacktraceInErrorResponses: false,
    // Every message becomes a constant: Apollo need not look for suggestions in them, at the square of their length.
    formatError: maskError,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: { requestHeaders: ['authorization', 'apollo-require-preflight'] },
    parseOptions: { maxTokens: DOCUMENT_LIMITS.tokens, noLocation: false },
    stopOnTerminationSignals: false,
    logger: silent,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      checkThenAnswer(
        parse('{ __typename }'),
        [
          refuseUnserved(parts.schema),
          refuseIntrospection(parts.readDocument, parts.introspection, parts.introspected),
          refusePhiInUrls(parts.readDocument),
          requireSignIn(parts.readDocument, parts.acrValues),
          limitCost(parts.readCost, parts.rates),
        ],
        executeWith(parts.executor, maskError),
      ),
    ],
  });
  await apollo.start();
  return apollo;
}

/** Apollo's own lines may quote requests; what is worth knowing is logged by the line itself. */
const silent = Object.freeze({ debug: () => {}, info: () => {}, warn: () => {}, error: () => {} });

type Check = (
  context: GraphQLRequestContextDidResolveOperation<OperationContext>,
) => Promise<void> | undefined | void;
type Answer = NonNullable<GraphQLRequestListener<OperationContext>['responseForOperation']>;

/**
 * Ours in Apollo's pipeline, as one plugin: each one costs every request promises for every hook. A document beyond
 * its limits is not validated, which may take long and has much to say: `refused` takes its place, in the cache of
 * documents too.
 */
function checkThenAnswer(
  refused: DocumentNode,
  checks: readonly Check[],
  answer: Answer,
): ApolloServerPlugin<OperationContext> {
  const listener: GraphQLRequestListener<OperationContext> = Object.freeze({
    parsingDidStart: async (context: GraphQLRequestContext<OperationContext>) => async () => {
      const { document } = context;
      if (document !== undefined && !isWithinLimits(document)) Object.assign(context, { document: refused });
    },
    didResolveOperation: async (context: Parameters<Check>[0]) => {
      if (context.document === refused) {
        context.contextValue.executed.refusal = 'OPERATION_TOO_COMPLEX';
        throw new GraphQLError('', { extensions: { code: 'OPERATION_TOO_COMPLEX', http: { status: 400 } } });
      }
      for (const check of checks) await check(context);
    },
    responseForOperation: answer,
  });
  return { requestDidStart: async () => listener };
}

/** An operation that the document does not hold, or of a kind the schema has no root for, runs nothing. */
function refuseUnserved(schema: GraphQLSchema): Check {
  return ({ operation }) => {
    if (operation && schema.getRootType(operation.operation)) return;
    throw new GraphQLError('', {
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } },
    });
  };
}

/** Where nobody may, Apollo's own rule refuses, before anything else looks at the document. */
function mayIntrospect(setting: IntrospectionSetting): boolean {
  return typeof setting === 'boolean' ? setting : setting.roles.length > 0;
}

/** Roles that may ask what the schema is ask for that alone, and are told what they can use (`introspectedSchema`). */
function refuseIntrospection(
  readDocument: (document: DocumentNode) => DocumentFacts,
  setting: IntrospectionSetting,
  introspected: IntrospectedSchema,
): Check {
  return ({ document, contextValue }) => {
    const { introspects } = readDocument(document);
    if (introspects === 'no' || typeof setting === 'boolean') return;
    if (introspects === 'only' && introspected(contextValue) !== null) return;
    throw new GraphQLError('', { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } } });
  };
}

/** A filter by PHI in a URL would stand in every proxy's log: GET is refused for it (design §4). */
function refusePhiInUrls(readDocument: (document: DocumentNode) => DocumentFacts): Check {
  return ({ document, request }) => {
    if (request.http?.method === 'GET' && readDocument(document).filtersByPhi) {
      throw new GraphQLError('', {
        extensions: {
          code: 'BAD_REQUEST',
          http: { status: 405, headers: new HeaderMap([['allow', 'POST']]) },
        },
      });
    }
  };
}

/**
 * Our executor in place of Apollo's. Not through its `gateway` option: that makes an object with accessors for
 * every request, whose hidden class keeps the whole result until the next full garbage collection (measured
 * on 5.5.1: a third of all processor time).
 */
function executeWith(executor: Executor, maskError: ReturnType<typeof createErrorMask>): Answer {
  return async ({ document, operationName, queryHash, request, contextValue }) => {
    const variableValues = request.variables ?? {};
    const found = { document, operationName, queryHash, variableValues, contextValue };
    const { errors, ...result } = await executor(found);
    // GraphQL §7.1: no data at all means a request error, and what is left to go wrong here are variables.
    const isRequestError = result.data === undefined;
    const masked = capErrors(errors ?? [], (error) => {
      const extensions = isRequestError ? { code: 'BAD_USER_INPUT' } : error.extensions;
      return maskError({ ...error.toJSON(), extensions }, error);
    });
    return {
      http: { ...(isRequestError && { status: 400 }), headers: new HeaderMap() },
      body: { kind: 'single', singleResult: { ...result, ...(masked.length > 0 && { errors: masked }) } },
    };
  };
}
