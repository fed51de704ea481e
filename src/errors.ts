/**
 * Every error that reaches a client. The code is one of a closed union and the public message is a
 * constant of its class; `detail` is for logs only. PHI MUST stand in neither.
 */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'INSUFFICIENT_USER_AUTHENTICATION'
  | 'FORBIDDEN'
  | 'PHI_ACCESS_DENIED'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  | 'OPERATION_NOT_REGISTERED'
  | 'OPERATION_TOO_COMPLEX'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'BAD_USER_INPUT'
  | 'BAD_REQUEST'
  | 'RATE_LIMITED'
  | 'CONFLICT'
  | 'LEDGER_UNAVAILABLE'
  | 'UPSTREAM_UNAVAILABLE'
  | 'INSIGHT_WITHHELD'
  | 'INTERNAL_SERVER_ERROR';

/** What a client may be told. One constant sentence per code. */
export const PUBLIC_MESSAGE: Readonly<Record<ErrorCode, string>> = Object.freeze({
  UNAUTHENTICATED: 'A valid access token is required.',
  INSUFFICIENT_USER_AUTHENTICATION: 'A stronger or more recent sign-in is required.',
  FORBIDDEN: 'This request is not permitted.',
  PHI_ACCESS_DENIED: 'Access to this field is not permitted.',
  PERSISTED_QUERY_NOT_FOUND: 'PersistedQueryNotFound',
  PERSISTED_QUERY_NOT_SUPPORTED: 'PersistedQueryNotSupported',
  OPERATION_NOT_REGISTERED: 'This operation is not registered for this client.',
  OPERATION_TOO_COMPLEX: 'This operation asks for too much at once.',
  GRAPHQL_PARSE_FAILED: 'The document is not valid GraphQL syntax.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  BAD_USER_INPUT: 'An argument or variable is not acceptable.',
  BAD_REQUEST: 'The request is malformed.',
  RATE_LIMITED: 'Too many requests; try again later.',
  CONFLICT: 'The state has changed; read it again.',
  LEDGER_UNAVAILABLE: 'The disclosure record cannot be written, so no protected data is served.',
  UPSTREAM_UNAVAILABLE: 'A data source is unavailable; try again later.',
  INSIGHT_WITHHELD: 'This insight is withheld.',
  INTERNAL_SERVER_ERROR: 'Something went wrong.',
});

export class PhieldError extends Error {
  readonly code: ErrorCode;
  /** For logs only: no PHI, no text from users. */
  readonly detail: string;

  constructor(code: ErrorCode, detail: string) {
    super(PUBLIC_MESSAGE[code]);
    this.name = new.target.name;
    this.code = code;
    this.detail = detail;
  }
}

/** No token, or one that does not verify. RFC 6750 §3: 401 with `WWW-Authenticate: Bearer`. */
export class UnauthenticatedError extends PhieldError {
  constructor(detail: string) {
    super('UNAUTHENTICATED', detail);
  }
}

/** A token and its key do not come together: bound but sent as Bearer, or without a key where one is demanded. */
export class BoundTokenError extends UnauthenticatedError {}

/** A DPoP proof that is missing, does not hold, or was used before. RFC 9449 §7.1: `invalid_dpop_proof`. */
export class InvalidProofError extends UnauthenticatedError {}

/** A verified actor asks for what no actor of its kind may have (a purpose it lacks, no known role). */
export class ForbiddenError extends PhieldError {
  constructor(detail: string) {
    super('FORBIDDEN', detail);
  }
}

/** Too many requests, or too costly ones, within a minute. RFC 6585 §4: 429, with `Retry-After`. */
export class RateLimitedError extends PhieldError {
  /** Seconds, at least 1. */
  readonly retryAfter: number;

  constructor(detail: string, retryAfter: number) {
    super('RATE_LIMITED', detail);
    this.retryAfter = retryAfter;
  }
}

/** An argument, variable or cursor that is not acceptable. */
export class BadUserInputError extends PhieldError {
  constructor(detail: string) {
    super('BAD_USER_INPUT', detail);
  }
}

/** A store or service we depend on is slow, throttling, refusing or gone. */
export class UpstreamUnavailableError extends PhieldError {
  constructor(detail: string) {
    super('UPSTREAM_UNAVAILABLE', detail);
  }
}

/** The disclosure record could not be made durable (design promise 4). */
export class LedgerUnavailableError extends PhieldError {
  constructor(detail: string) {
    super('LEDGER_UNAVAILABLE', detail);
  }
}

/** Stored data that does not open or does not fit: altered, moved, or sealed under another key. */
export class DataIntegrityError extends PhieldError {
  constructor(detail: string) {
    super('INTERNAL_SERVER_ERROR', detail);
  }
}
