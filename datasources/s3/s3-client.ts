import { S3Client } from '@aws-sdk/client-s3';
import ipaddr from 'ipaddr.js';
import { cuttingLimits, ownCredentials } from '../cutting-limits.ts';

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
 * The S3 client with time limits that cut. Only a stand-in on this machine is an endpoint of our own: another address
 * is somebody's S3, and wants credentials of its own.
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
    requestHandler: cuttingLimits({ requestTimeout, connectionTimeout, maxSockets: 32 }),
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    ...(endpoint !== null && isLoopback(endpoint) ? { credentials: ownCredentials() } : {}),
  });
}

function isLoopback(endpoint: string): boolean {
  const host = new URL(endpoint).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback');
}
