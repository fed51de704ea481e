import type { NodeHttpHandlerOptions } from '@smithy/node-http-handler';

const nothing = () => {};

/**
 * The logger of every Bedrock client. The SDK's own loggers write whole inputs and outputs, and where it is given its
 * `NoOpLogger` it falls back to the console in places; this one is neither.
 */
export const SILENT_LOGGER: NonNullable<NodeHttpHandlerOptions['logger']> = Object.freeze({
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
});
