import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { PhieldError, UpstreamUnavailableError } from '../../src/errors.ts';
import type { RandomBytes } from '../keys/key-service.ts';
import type { Tables } from './tables.ts';

/** What every call to the store needs. */
export interface StoreCalls {
  readonly client: DynamoDBClient;
  readonly tables: Tables;
  readonly random: RandomBytes;
  /** Ends calls under way when the request ends. */
  readonly signal: AbortSignal | null;
  /** Milliseconds one call may take, its retries included. */
  readonly deadline: number;
}

export interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/**
 * Runs one call against the store within its deadline.
 *
 * @throws UpstreamUnavailableError when the store is slow, throttling, refusing or gone, or the request ended.
 */
export async function callStore<T>(
  { signal, deadline }: Pick<StoreCalls, 'signal' | 'deadline'>,
  call: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), deadline);
  try {
    const either = signal === null ? limit.signal : AbortSignal.any([signal, limit.signal]);
    return await call({ abortSignal: either });
  } catch (error) {
    if (error instanceof PhieldError || error instanceof ConditionalCheckFailedException) throw error;
    throw new UpstreamUnavailableError(`store: ${error instanceof Error ? error.name : 'failed'}`);
  } finally {
    clearTimeout(timer);
  }
}

/** @returns false when the condition did not hold. */
export async function putIf(
  store: Pick<StoreCalls, 'client' | 'signal' | 'deadline'>,
  input: PutItemCommandInput,
): Promise<boolean> {
  try {
    await callStore(store, (options) => store.client.send(new PutItemCommand(input), options));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Waits before attempt n (from 1) of a retry: full jitter, at most one second. */
export async function backOff(
  { random, signal }: Pick<StoreCalls, 'random' | 'signal'>,
  attempt: number,
): Promise<void> {
  const ceiling = Math.min(1_000, 20 * 2 ** attempt);
  const [high = 0, low = 0] = random(2);
  const wait = ((high * 256 + low) / 65_536) * ceiling;
  await new Promise((resolve) => setTimeout(resolve, wait));
  if (signal?.aborted) throw new UpstreamUnavailableError('the request ended while waiting for the store');
}
