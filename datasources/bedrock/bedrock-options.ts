import type { Tracer } from '@opentelemetry/api';
import type { Clock } from '../../src/clock.ts';
import type { ModelFailure } from '../../src/insight/insight-model.ts';

/** One call as it ended, for metrics: ids, codes, counts. It MUST NOT hold anything that was said. */
export interface ModelCall {
  readonly tenant: string;
  readonly region: string;
  /** As the tenant configured it. */
  readonly model: string;
  /** `INTERVENED`: answered, and the guardrail changed or blocked something. */
  readonly outcome: 'ANSWERED' | 'INTERVENED' | ModelFailure;
  /** As Bedrock counted; 0 where it did not answer. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** From the question to its end, waiting for a place included. */
  readonly milliseconds: number;
  /** Requests sent; 0: refused before any. */
  readonly attempts: number;
}

/** A breaker that changed: of one model in one region. */
export interface BreakerChange {
  readonly region: string;
  readonly model: string;
  readonly state: 'OPEN' | 'HALF_OPEN' | 'CLOSED';
}

export type LocalEndpoint = () => string | Promise<string>;

export interface BedrockOptions {
  /**
   * URL of the server on this machine that region `local` stands for, asked before every call since it may move; its
   * host MUST be a number of the loopback interface. `null`: there is none. Every other region is AWS itself.
   */
  readonly localEndpoint: LocalEndpoint | null;
  readonly clock: Clock;
  /** 0 to below 1: spreads retries. */
  readonly random: () => number;
  /** MUST NOT throw. */
  readonly onCall?: (call: ModelCall) => void;
  /** MUST NOT throw. */
  readonly onBreaker?: (change: BreakerChange) => void;
  /** Where spans go; none without it. */
  readonly tracer?: Tracer;
  readonly limits?: Partial<BedrockLimits>;
}

/** Times in milliseconds. */
export interface BedrockLimits {
  /** One attempt, from its sending to its answer; the caller's own deadline usually comes first. */
  readonly requestTimeout: number;
  readonly connectionTimeout: number;
  /** Connections to one region. */
  readonly maxSockets: number;
  /** Bytes of an answer's body. */
  readonly answerBytes: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** The longest first wait before a retry; it doubles each time. */
  readonly retryBase: number;
  readonly retryCap: number;
  /** Failures in a row that open a breaker. */
  readonly breakerFailures: number;
  /**
   * The least time that a call must have had before a deadline speaks against the model: of one that evidence took
   * nearly all of, nothing is known.
   */
  readonly breakerPatience: number;
  /** How long a breaker stays open before one call may try. */
  readonly breakerRest: number;
  /** Calls of one tenant that may wait for a place; `null`: as many as may be under way. */
  readonly queue: number | null;
}

export const BEDROCK_LIMITS: BedrockLimits = Object.freeze({
  requestTimeout: 60_000,
  connectionTimeout: 2_000,
  maxSockets: 64,
  answerBytes: 4_194_304,
  retries: 2,
  retryBase: 100,
  retryCap: 1_000,
  breakerFailures: 5,
  breakerPatience: 500,
  breakerRest: 10_000,
  queue: null,
});
