import { UnauthenticatedError } from '../errors.ts';

/** Larger tokens are refused before any work is done on them. */
const MAX_TOKEN_LENGTH = 16 * 1024;

/** RFC 6750 §2.1 or RFC 9449 §7.1 with the compact form of RFC 7515 §3.1: three base64url parts. */
const COMPACT_JWT = /^(?:bearer|(dpop)) +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

export interface PresentedToken {
  /** Compact. */
  readonly token: string;
  /** Under the scheme DPoP: whoever sends it says that a proof comes with it. */
  readonly withProof: boolean;
}

/**
 * The compact token of an `Authorization` header and its scheme.
 * @throws UnauthenticatedError when there is none, its scheme is another, or it is larger than 16 KB.
 */
export function presentedToken(authorization: string | undefined): PresentedToken {
  if (authorization === undefined || authorization === '') throw new UnauthenticatedError('no token');
  if (authorization.length > MAX_TOKEN_LENGTH) throw new UnauthenticatedError('token too large');
  const parts = COMPACT_JWT.exec(authorization);
  const token = parts?.[2];
  if (token === undefined) throw new UnauthenticatedError('not a token in compact form');
  return { token, withProof: parts?.[1] !== undefined };
}
