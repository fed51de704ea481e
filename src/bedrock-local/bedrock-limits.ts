/** Times in milliseconds. */
export interface BedrockServerLimits {
  /** Bytes of a request's body. */
  readonly body: number;
  /** Requests under way; one more is throttled. */
  readonly requests: number;
  readonly connections: number;
  /** From a connection to its first bytes, and from a request's beginning to its end. */
  readonly request: number;
  /** From an answer's first byte to its last. */
  readonly answer: number;
  /** Of a connection on which nothing runs. */
  readonly idle: number;
  /** What runs may go on for so long when the server ends. */
  readonly ending: number;
}

export const BEDROCK_SERVER_LIMITS: BedrockServerLimits = Object.freeze({
  body: 4 * 1024 * 1024,
  requests: 256,
  connections: 512,
  request: 10_000,
  answer: 30_000,
  idle: 60_000,
  ending: 2_000,
});
