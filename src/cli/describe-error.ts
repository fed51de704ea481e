import { DataIntegrityError, PhieldError } from '../errors.ts';

/**
 * One line for whoever typed the command. What a client of the gateway is told is a constant; an operator reads the
 * detail too, which goes into logs and has neither PHI nor the text of users.
 */
export function describeError(error: unknown): string {
  if (error instanceof DataIntegrityError) return `stored data does not fit: ${error.detail}`;
  if (error instanceof PhieldError) return `${error.message} (${error.detail})`;
  return error instanceof Error ? error.message : 'failed';
}
