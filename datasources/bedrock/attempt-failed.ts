import { type ModelFailure, ModelUnavailable } from '../../src/insight/insight-model.ts';

/** Why one attempt gave no answer. The SDK's error, which holds texts and the raw answer, ends here. */
export class AttemptFailed extends Error {
  readonly failure: ModelFailure;
  /** Another attempt may go better. */
  readonly again: boolean;
  /** It speaks against the service, not against the request or the caller. */
  readonly counts: boolean;

  constructor(failure: ModelFailure, { again = false, counts = false } = {}) {
    super(failure);
    this.failure = failure;
    this.again = again;
    this.counts = counts;
  }
}

/** Failures of the network before an answer. */
const CONNECTION_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * What an error of the SDK means to us.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_Errors
 */
export function attemptFailed(error: unknown, signal: AbortSignal): AttemptFailed {
  if (error instanceof ModelUnavailable) return new AttemptFailed(error.failure);
  // A deadline speaks against a service that took all of it; a client that hung up does not.
  if (signal.aborted) {
    return new AttemptFailed('DEADLINE', { counts: facts(signal.reason).name === 'TimeoutError' });
  }
  const { name, message, code, syscall, status } = facts(error);
  if (status === 429) return new AttemptFailed('THROTTLED', { again: true, counts: true });
  if (status === 500 || status === 503)
    return new AttemptFailed('UNAVAILABLE', { again: true, counts: true });
  // ModelTimeoutException, ModelErrorException: the model's own, not worth a second price.
  if (status === 408 || status === 424) return new AttemptFailed('UNAVAILABLE', { counts: true });
  if (status === 400 || status === 404) {
    if (name === 'ServiceQuotaExceededException') return new AttemptFailed('THROTTLED', { counts: true });
    return new AttemptFailed(/guardrail/i.test(message) ? 'GUARDRAIL_UNKNOWN' : 'REFUSED');
  }
  if (status >= 400 && status < 500) return new AttemptFailed('REFUSED');
  // The SDK's own time limit bears a code and no call of the system.
  if (code === 'ETIMEDOUT' && syscall === '') return new AttemptFailed('DEADLINE', { counts: true });
  const connection =
    CONNECTION_CODES.has(code) || code === 'ETIMEDOUT' || (name === 'TimeoutError' && code === '');
  return new AttemptFailed('UNAVAILABLE', { again: connection && status === 0, counts: true });
}

function facts(error: unknown) {
  const field = (of: unknown, name: string): unknown =>
    typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const status = field(field(error, '$metadata'), 'httpStatusCode');
  return {
    name: text(field(error, 'name')),
    message: text(field(error, 'message')),
    code: text(field(error, 'code')),
    syscall: text(field(error, 'syscall')),
    status: typeof status === 'number' ? status : 0,
  };
}
