import type { GatewayRequest, GatewayResponse } from '../handle-operation.ts';

/** Well-formed requests whose document or variables do not do. */
const OF_THE_DOCUMENT = /"code":"(?:GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT)"/;

/**
 * GraphQL over HTTP (draft of 2026-08-06) has statuses that depend on what the client reads. One that asks for
 * `application/json` by name takes every status but 200 for something that no GraphQL server said, so what is wrong
 * with a document is told by 200 (§6.4.1). With `draft`, one that reads `application/graphql-response+json` gets 294
 * for data with errors and 422 for what is well-formed and cannot run (§6.4.2).
 */
export function statusForClient(
  request: GatewayRequest,
  answer: GatewayResponse,
  draft: boolean,
): GatewayResponse {
  const { status, body } = answer;
  if (readsPlainJson(request, answer)) {
    return status === 400 && OF_THE_DOCUMENT.test(body) ? { ...answer, status: 200 } : answer;
  }
  if (!draft) return answer;
  if (status === 200) return hasErrors(body) ? { ...answer, status: 294 } : answer;
  return status === 400 && !/"code":"GRAPHQL_PARSE_FAILED"/.test(body) ? { ...answer, status: 422 } : answer;
}

/** By name: `*∕*` is no client that would stumble. */
function readsPlainJson({ headers: { accept } }: GatewayRequest, { headers }: GatewayResponse): boolean {
  if (typeof accept !== 'string' || !/application\/json/i.test(accept)) return false;
  return headers['content-type']?.startsWith('application/json') ?? false;
}

/** An answer begins with its errors or its data, since nothing here writes anything before them. */
function hasErrors(body: string): boolean {
  return body.startsWith('{"errors":');
}
