import { expect, it } from 'vitest';
import { describeError } from '../../src/cli/describe-error.ts';
import { DataIntegrityError, LedgerUnavailableError } from '../../src/errors.ts';

it.each([
  [
    new LedgerUnavailableError('ENOSPC'),
    'The disclosure record cannot be written, so no protected data is served. (ENOSPC)',
  ],
  [
    new DataIntegrityError('keys/one.json holds no key'),
    'stored data does not fit: keys/one.json holds no key',
  ],
  [new Error('a plain one'), 'a plain one'],
  ['thrown', 'failed'],
])('an operator is told the detail: %s', (error, line) => {
  expect(describeError(error)).toBe(line);
});
