import { errors } from 'jose';

/** The kind of failure, for logs: jose's messages name claims and checks, but their causes hold the payload. */
export function joseFailure(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return `${error.code} ${error.claim}`;
  }
  return error instanceof errors.JOSEError ? error.code : 'unexpected';
}
