import type { NodeHttpHandlerOptions } from '@smithy/node-http-handler';

export interface RequestLimits {
  /** Milliseconds one attempt may take. */
  readonly requestTimeout: number;
  /** Milliseconds to a connection. */
  readonly connectionTimeout: number;
  readonly maxSockets: number;
}

/** Time limits of an SDK client that cut: without `throwOnRequestTimeout` the SDK only warns. */
export function cuttingLimits({
  requestTimeout,
  connectionTimeout,
  maxSockets,
}: RequestLimits): NodeHttpHandlerOptions {
  return {
    requestTimeout,
    connectionTimeout,
    throwOnRequestTimeout: true,
    httpAgent: { maxSockets, keepAlive: true },
    httpsAgent: { maxSockets, keepAlive: true },
  };
}

/** For an endpoint of our own, so that no credential of the machine is ever sent to it. A new one each: the SDK writes into it. */
export function ownCredentials(): { accessKeyId: string; secretAccessKey: string } {
  return { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
}
