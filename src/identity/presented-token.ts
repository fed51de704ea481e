import { UnauthenticatedError } from '../errors.ts';

/** Larger tokens are refused before any work is done on them. */
const MAX_TOKEN_LENGTH = 16 * 1024;

/** RFC 6750 §2.1 or RFC 9449 §7.1. */
const SCHEME = /^(?:bearer|(dpop)) +/i;
/** The compact form of RFC 7515 §3.1: three base64url parts. */
const COMPACT_JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

export interface PresentedToken {
  /** MUST be looked at by `assertCompact` before anything reads it; one that was verified before has been. */
  readonly token: string;
  /** Under the scheme DPoP: whoever sends it says that a proof comes with it. */
  readonly withProof: boolean;
}

/**
 * What an `Authorization` header presents, and by which scheme.
 * @throws UnauthenticatedError when there is none, its scheme is another, or it is larger than 16 KB.
 */
export function presentedToken(authorization: string | undefined): PresentedToken {
  if (authorization === undefined || authorization === '') throw new UnauthenticatedError('no token');
  if (authorization.length > MAX_TOKEN_LENGTH) throw new UnauthenticatedError('token too large');
  const scheme = SCHEME.exec(authorization);
  if (scheme === null) throw new UnauthenticatedError(NO_COMPACT_TOKEN);
  return { token: authorization.slice(scheme[0].length), withProof: scheme[1] !== undefined };
}

/** @throws UnauthenticatedError for anything but a compact token. */
export function assertCompact(token: string): void {
  if (!COMPACT_JWT.test(token)) throw new UnauthenticatedError(NO_COMPACT_TOKEN);
}

const NO_COMPACT_TOKEN = 'not a token in compact form';
