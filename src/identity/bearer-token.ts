import { UnauthenticatedError } from '../errors.ts';

/** Larger tokens are refused before any work is done on them. */
const MAX_TOKEN_LENGTH = 16 * 1024;

/** RFC 6750 §2.1 with the compact form of RFC 7515 §3.1: three base64url parts. */
const BEARER_JWT = /^bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

/**
 * The compact token of an `Authorization` header.
 * @throws UnauthenticatedError when there is none, its scheme is not Bearer, or it is larger than 16 KB.
 */
export function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined || authorization === '') throw new UnauthenticatedError('no token');
  if (authorization.length > MAX_TOKEN_LENGTH) throw new UnauthenticatedError('token too large');
  const token = BEARER_JWT.exec(authorization)?.[1];
  if (token === undefined) throw new UnauthenticatedError('not a bearer token in compact form');
  return token;
}
