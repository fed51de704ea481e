import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface DynamoClientOptions {
  /** URL of the store, asked before every call since an embedded store may move; `null`: AWS itself. */
  readonly endpoint: (() => string) | null;
  readonly region: string;
  /** Milliseconds one attempt may take. */
  readonly requestTimeout?: number;
  /** Milliseconds to a connection. */
  readonly connectionTimeout?: number;
  readonly maxAttempts?: number;
  readonly maxSockets?: number;
}

/**
 * The DynamoDB client with time limits that cut: without `throwOnRequestTimeout` the SDK only warns. An
 * endpoint of our own gets fixed credentials, so that no credential of the machine is ever sent to it.
 */
export function createDynamoClient({
  endpoint,
  region,
  requestTimeout = 2_000,
  connectionTimeout = 1_000,
  maxAttempts = 3,
  maxSockets = 64,
}: DynamoClientOptions): DynamoDBClient {
  return new DynamoDBClient({
    region,
    maxAttempts,
    retryMode: 'standard',
    requestHandler: {
      requestTimeout,
      connectionTimeout,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets, keepAlive: true },
      httpsAgent: { maxSockets, keepAlive: true },
    },
    ...(endpoint === null
      ? {}
      : {
          endpoint: async () => {
            const url = new URL(endpoint());
            return {
              protocol: url.protocol,
              hostname: url.hostname,
              port: Number(url.port),
              path: url.pathname,
            };
          },
          credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
        }),
  });
}
