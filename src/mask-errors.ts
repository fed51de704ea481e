import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import type { ErrorCode } from './errors.ts';
import { PhieldError, PUBLIC_MESSAGE } from './errors.ts';
import { InsightWithheld } from './insight/withheld.ts';
import type { Log } from './log.ts';

/** Codes of the GraphQL layer, in our closed union. */
const CODE_OF: Readonly<Record<string, ErrorCode>> = Object.freeze({
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_PARSE_FAILED',
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  OPERATION_RESOLUTION_FAILURE: 'GRAPHQL_VALIDATION_FAILED',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  BAD_REQUEST: 'BAD_REQUEST',
  INSUFFICIENT_USER_AUTHENTICATION: 'INSUFFICIENT_USER_AUTHENTICATION',
  OPERATION_TOO_COMPLEX: 'OPERATION_TOO_COMPLEX',
  PERSISTED_QUERY_NOT_FOUND: 'PERSISTED_QUERY_NOT_FOUND',
  PERSISTED_QUERY_NOT_SUPPORTED: 'PERSISTED_QUERY_NOT_SUPPORTED',
  PHI_ACCESS_DENIED: 'PHI_ACCESS_DENIED',
  RATE_LIMITED: 'RATE_LIMITED',
});

/**
 * Every error that leaves in an answer: a constant message by code. The original text may quote a value,
 * a variable or a stored field, so it reaches neither the client nor the log.
 */
export function createErrorMask(log: Log) {
  return (formatted: GraphQLFormattedError, original: unknown): GraphQLFormattedError => {
    const cause = causeOf(original);
    const code = codeOf(formatted, cause);
    if (code === 'INTERNAL_SERVER_ERROR' || code === 'UPSTREAM_UNAVAILABLE') {
      log.error('operation.field.failed', {
        code,
        errorName: cause instanceof Error ? cause.name : 'unknown',
        ...(cause instanceof PhieldError && { detail: cause.detail }),
      });
    }
    const { coordinate, reason, count } = formatted.extensions ?? {};
    return {
      message: PUBLIC_MESSAGE[code],
      ...(formatted.locations && code.startsWith('GRAPHQL_') && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
      extensions:
        code === 'PHI_ACCESS_DENIED' ? { code, coordinate, reason, count } : { code, ...why(cause) },
    };
  };
}

/** Why an insight is withheld, and what may be asked instead: constants both. */
function why(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof InsightWithheld)) return {};
  const { reason, topics } = cause;
  return topics.length === 0 ? { reason } : { reason, topics };
}

/** What a resolver threw or a validation rule gave as its reason. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? error.originalError : error;
}

/** graphql-js tells a document over its token limit by this text alone. */
const TOO_MANY_TOKENS = /^Syntax Error: Document contains more tha[nt] \d+ tokens/;

function codeOf(formatted: GraphQLFormattedError, cause: unknown): ErrorCode {
  if (cause instanceof PhieldError) return cause.code;
  if (TOO_MANY_TOKENS.test(formatted.message)) return 'OPERATION_TOO_COMPLEX';
  const stated = formatted.extensions?.code;
  return (typeof stated === 'string' ? CODE_OF[stated] : undefined) ?? 'INTERNAL_SERVER_ERROR';
}
