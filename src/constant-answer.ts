import type { ErrorCode } from './errors.ts';
import { PUBLIC_MESSAGE } from './errors.ts';
import type { GatewayResponse } from './handle-operation.ts';

/**
 * RFC 9110 §15. An unknown document is 404, which Apollo's and Relay's clients read like any other status; one that
 * may not be sent at all is 403.
 */
const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = Object.freeze({
  UNAUTHENTICATED: 401,
  INSUFFICIENT_USER_AUTHENTICATION: 401,
  FORBIDDEN: 403,
  PERSISTED_QUERY_NOT_FOUND: 404,
  PERSISTED_QUERY_NOT_SUPPORTED: 400,
  OPERATION_NOT_REGISTERED: 403,
  OPERATION_TOO_COMPLEX: 400,
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  RATE_LIMITED: 429,
  LEDGER_UNAVAILABLE: 503,
  UPSTREAM_UNAVAILABLE: 503,
});

/** Written once: a flood of refusals is answered from memory. */
const BODY: ReadonlyMap<string, string> = new Map(
  Object.entries(PUBLIC_MESSAGE).map(([code, message]) => [code, bodyOf(code, message)]),
);

/** The same bytes for every refusal of one code, but for the request id. */
export function constantAnswer(code: ErrorCode, requestId: string, status?: number): GatewayResponse {
  const chosen = status ?? STATUS[code] ?? 500;
  const headers = responseHeaders(requestId);
  headers['content-type'] = 'application/graphql-response+json; charset=utf-8';
  if (chosen === 503) headers['retry-after'] = '2';
  return { status: chosen, headers, body: BODY.get(code) ?? bodyOf(code, PUBLIC_MESSAGE[code]) };
}

function bodyOf(code: string, message: string): string {
  return `${JSON.stringify({ errors: [{ message, extensions: { code } }] })}\n`;
}

export function responseHeaders(requestId: string): Record<string, string> {
  return { 'phield-request-id': requestId, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
}
