import type { GraphQLFormattedError } from 'graphql';
import { DOCUMENT_LIMITS } from './documents/document-limits.ts';
import { PUBLIC_MESSAGE } from './errors.ts';

/**
 * The first errors of an answer, and one that says how many there are besides. What is left out is not looked at, so
 * that many errors fill no log either.
 */
export function capErrors<Found>(
  errors: readonly Found[],
  mask: (error: Found) => GraphQLFormattedError,
): GraphQLFormattedError[] {
  const told = errors.slice(0, DOCUMENT_LIMITS.errors).map(mask);
  const count = errors.length - told.length;
  if (count === 0) return told;
  const code = 'OPERATION_TOO_COMPLEX';
  return [...told, { message: PUBLIC_MESSAGE[code], extensions: { code, count } }];
}
