import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { cuttingLimits, ownCredentials } from '../cutting-limits.ts';

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

/** The DynamoDB client with time limits that cut. Every endpoint but AWS itself is one of our own. */
export function createDynamoClient({
  endpoint,
  region,
  requestTimeout = 2_000,
  connectionTimeout = 1_000,
  maxAttempts = 3,
  maxSockets = 64,
}: DynamoClientOptions): DynamoDBClient {
  const client = new DynamoDBClient({
    region,
    maxAttempts,
    retryMode: 'standard',
    requestHandler: cuttingLimits({ requestTimeout, connectionTimeout, maxSockets }),
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
          credentials: ownCredentials(),
        }),
  });
  // It walks through all values of every call to tell them to a logger, and here nobody listens.
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
