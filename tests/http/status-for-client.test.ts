import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import { constantAnswer } from '../../src/handle-operation.ts';
import { statusForClient } from '../../src/http/status-for-client.ts';

const PLAIN = 'application/json; charset=utf-8';
const GRAPHQL = 'application/graphql-response+json; charset=utf-8';

const status = (
  accept: string | undefined,
  given: { status: number; body: string; type?: string },
  draft = false,
) =>
  statusForClient(
    { method: 'POST', headers: { accept }, search: '', body: {}, remoteAddress: '::1' },
    { status: given.status, headers: { 'content-type': given.type ?? GRAPHQL }, body: given.body },
    draft,
  ).status;

const refusal = (code: ErrorCode, type: string) => ({ ...constantAnswer(code, 'id', 400), type });
const DATA = { status: 200, body: '{"data":{"a":"\\"errors\\":["}}' };
const PARTIAL = { status: 200, body: '{"errors":[{"message":"m"}],"data":{"a":null}}' };

describe('a client that reads plain JSON', () => {
  it.each<ErrorCode>(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'])(
    'is told %s by 200',
    (code) => {
      expect(status('application/json', refusal(code, PLAIN))).toBe(200);
      expect(status('application/json', refusal(code, PLAIN), true)).toBe(200);
    },
  );

  it.each<ErrorCode>(['BAD_REQUEST', 'OPERATION_TOO_COMPLEX'])('is told %s by 400', (code) => {
    expect(status('application/json', refusal(code, PLAIN))).toBe(400);
  });

  it('is who says so: anything at all is taken for nothing', () => {
    for (const accept of [undefined, '*/*', 'application/graphql-response+json'])
      expect(status(accept, refusal('GRAPHQL_PARSE_FAILED', PLAIN))).toBe(400);
  });

  it('gets no 200 out of another refusal', () => {
    expect(status('application/json', { ...constantAnswer('UNAUTHENTICATED', 'id'), type: GRAPHQL })).toBe(
      401,
    );
  });
});

describe('the status codes of the draft', () => {
  it('are not used unless asked for', () => {
    expect(status(undefined, PARTIAL)).toBe(200);
    expect(status(undefined, refusal('BAD_USER_INPUT', GRAPHQL))).toBe(400);
  });

  it('are 294 for data with errors, 422 for what cannot run, and 400 for what is no GraphQL', () => {
    expect(status(undefined, PARTIAL, true)).toBe(294);
    expect(status(undefined, DATA, true)).toBe(200);
    expect(status(undefined, refusal('GRAPHQL_VALIDATION_FAILED', GRAPHQL), true)).toBe(422);
    expect(status(undefined, refusal('BAD_USER_INPUT', GRAPHQL), true)).toBe(422);
    expect(status(undefined, refusal('GRAPHQL_PARSE_FAILED', GRAPHQL), true)).toBe(400);
    expect(status(undefined, { ...constantAnswer('LEDGER_UNAVAILABLE', 'id') }, true)).toBe(503);
  });
});
