/** Exceptions of the Bedrock Runtime and their HTTP status (API reference of Converse and ApplyGuardrail, "Errors"). */
export const STATUS = Object.freeze({
  ValidationException: 400,
  ServiceQuotaExceededException: 400,
  AccessDeniedException: 403,
  MissingAuthenticationTokenException: 403,
  ResourceNotFoundException: 404,
  UnknownOperationException: 404,
  ModelTimeoutException: 408,
  ModelErrorException: 424,
  ThrottlingException: 429,
  ModelNotReadyException: 429,
  InternalServerException: 500,
  ServiceUnavailableException: 503,
});
export type ExceptionName = keyof typeof STATUS;

/** Is answered as `{message}` with the header `x-amzn-errortype`. The text is constant: nothing of a request stands in it. */
export class WireError extends Error {
  readonly exception: ExceptionName;

  constructor(exception: ExceptionName, message: string) {
    super(message);
    this.name = 'WireError';
    this.exception = exception;
  }
}
