import { S3Client } from '@aws-sdk/client-s3';
import ipaddr from 'ipaddr.js';

export interface S3ClientOptions {
  /** `null`: S3 itself. */
  readonly endpoint: string | null;
  readonly region: string;
  /** Milliseconds one attempt may take. */
  readonly requestTimeout?: number;
  /** Milliseconds to a connection. */
  readonly connectionTimeout?: number;
  readonly maxAttempts?: number;
}

/**
 * The S3 client with time limits that cut: without `throwOnRequestTimeout` the SDK only warns. A stand-in on this
 * machine gets fixed credentials, so that none of the machine's is ever sent to it.
 */
export function createS3Client({
  endpoint,
  region,
  requestTimeout = 5_000,
  connectionTimeout = 1_000,
  maxAttempts = 3,
}: S3ClientOptions): S3Client {
  return new S3Client({
    region,
    maxAttempts,
    retryMode: 'standard',
    requestHandler: {
      requestTimeout,
      connectionTimeout,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: 32, keepAlive: true },
      httpsAgent: { maxSockets: 32, keepAlive: true },
    },
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    ...(endpoint !== null && isLoopback(endpoint)
      ? { credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' } }
      : {}),
  });
}

function isLoopback(endpoint: string): boolean {
  const host = new URL(endpoint).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback');
}
