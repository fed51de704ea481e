import type { GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { DOCUMENT_LIMITS } from './documents/document-limits.ts';
import type { Rates } from './documents/rates.ts';
import type { ReadCost } from './documents/read-cost.ts';
import type { ErrorCode } from './errors.ts';
import { RateLimitedError } from './errors.ts';
import type { OperationContext } from './operation-context.ts';

/**
 * Refuses, before anything runs, an operation that may resolve too many fields or look at too many patients, and one
 * whose client has spent what it may within this minute.
 */
export function limitCost(
  readCost: ReadCost,
  rates: Rates | null,
): (context: GraphQLRequestContextDidResolveOperation<OperationContext>) => Promise<void> | undefined {
  return ({ document, operation, request, contextValue: { actor, executed } }) => {
    // `refuseUnserved` stands before.
    if (operation === undefined) return undefined;
    const { fields, patients } = readCost(document, operation, request.variables ?? {});
    if (fields > DOCUMENT_LIMITS.cost || patients > DOCUMENT_LIMITS.patients) {
      executed.refusal = 'OPERATION_TOO_COMPLEX';
      throw refusal('OPERATION_TOO_COMPLEX', 400);
    }
    const refuse = (error: unknown): never => {
      if (!(error instanceof RateLimitedError)) throw error;
      executed.refusal = 'RATE_LIMITED';
      throw refusal('RATE_LIMITED', 429, [['retry-after', `${error.retryAfter}`]]);
    };
    try {
      return rates?.spend(actor, fields)?.catch(refuse);
    } catch (error) {
      return refuse(error);
    }
  };
}

function refusal(code: ErrorCode, status: number, headers: [string, string][] = []): GraphQLError {
  return new GraphQLError('', { extensions: { code, http: { status, headers: new HeaderMap(headers) } } });
}
