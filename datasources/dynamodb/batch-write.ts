import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import type { Item } from './item.ts';
import { backOff, callStore, type StoreCalls } from './store-calls.ts';

/** DynamoDB's limit for one BatchWriteItem. */
const BATCH = 25;
const PARALLEL = 4;
const ATTEMPTS = 10;

export interface Writes {
  readonly puts: readonly Item[];
  readonly deletes: readonly { readonly pk: string; readonly sk: string }[];
}

/**
 * Writes and deletes items of the data table, unconditionally. A key that stands twice is written once: the
 * last put wins, and a put wins over a delete.
 *
 * @throws UpstreamUnavailableError when the store fails or keeps leaving items unwritten.
 */
export async function batchWrite(store: StoreCalls, { puts, deletes }: Writes): Promise<void> {
  const requests = new Map<string, WriteRequest>();
  for (const { pk, sk } of deletes) {
    requests.set(`${pk}\n${sk}`, { DeleteRequest: { Key: { pk: { S: pk }, sk: { S: sk } } } });
  }
  for (const item of puts) requests.set(`${item.pk?.S}\n${item.sk?.S}`, { PutRequest: { Item: item } });
  const waiting = [...requests.values()];
  const batches: WriteRequest[][] = [];
  for (let at = 0; at < waiting.length; at += BATCH) batches.push(waiting.slice(at, at + BATCH));
  const lanes = Array.from({ length: Math.min(PARALLEL, batches.length) }, async () => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      await writeBatch(store, batch);
    }
  });
  await Promise.all(lanes);
}

async function writeBatch(store: StoreCalls, batch: readonly WriteRequest[]): Promise<void> {
  let left: WriteRequest[] = [...batch];
  for (let attempt = 1; ; attempt += 1) {
    const input = { RequestItems: { [store.tables.data]: left } };
    const answer = await callStore(store, (options) =>
      store.client.send(new BatchWriteItemCommand(input), options),
    );
    left = answer.UnprocessedItems?.[store.tables.data] ?? [];
    if (left.length === 0) return;
    if (attempt === ATTEMPTS) throw new UpstreamUnavailableError('the store keeps leaving items unwritten');
    await backOff(store, attempt);
  }
}
