import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { PUBLIC_MESSAGE, UpstreamUnavailableError } from '../src/errors.ts';
import type { LogFields } from '../src/log.ts';
import { createErrorMask } from '../src/mask-errors.ts';

const CANARY = 'canary-7';

function mask(extensions: Record<string, unknown>, cause: Error | null = null) {
  const lines: LogFields[] = [];
  const keep = (_event: string, fields: LogFields = {}) => {
    lines.push(fields);
  };
  const original = new GraphQLError(CANARY, { originalError: cause, path: ['patient', 'ssn'] });
  const masked = createErrorMask({ info: keep, warn: keep, error: keep })(
    { message: CANARY, path: ['patient', 'ssn'], locations: [{ line: 1, column: 1 }], extensions },
    original,
  );
  return { masked, lines };
}

describe('an error that leaves', () => {
  it('has the constant message of its code, and no other text', () => {
    const { masked } = mask({ code: 'BAD_USER_INPUT', stacktrace: [CANARY], value: CANARY });
    expect(masked).toEqual({
      message: PUBLIC_MESSAGE.BAD_USER_INPUT,
      path: ['patient', 'ssn'],
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it.each([undefined, 7, 'SOMETHING_NEW', CANARY])('has a code of the closed union, not %j', (code) => {
    expect(mask({ code }).masked).toMatchObject({
      message: PUBLIC_MESSAGE.INTERNAL_SERVER_ERROR,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
  });

  it('tells coordinate, reason and count of a denial alone', () => {
    const told = { coordinate: 'Patient.ssn', reason: 'ROLE', count: 2 };
    const { masked } = mask({ code: 'PHI_ACCESS_DENIED', ...told, value: CANARY });
    expect(masked.extensions).toEqual({ code: 'PHI_ACCESS_DENIED', ...told });
    expect(mask({ code: 'BAD_REQUEST', ...told }).masked.extensions).toEqual({ code: 'BAD_REQUEST' });
  });

  it('is logged by the name of its cause and our own detail', () => {
    expect(mask({}, new TypeError(CANARY)).lines).toEqual([
      { code: 'INTERNAL_SERVER_ERROR', errorName: 'TypeError' },
    ]);
    expect(mask({}, new UpstreamUnavailableError('store: slow')).lines).toEqual([
      { code: 'UPSTREAM_UNAVAILABLE', errorName: 'UpstreamUnavailableError', detail: 'store: slow' },
    ]);
  });
});
