import { BatchGetItemCommand, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import { type Item, requiredText } from './item.ts';
import { backOff, callStore, type StoreCalls } from './store-calls.ts';
import type { TableKind } from './tables.ts';

export interface ItemKey {
  readonly table: TableKind;
  readonly pk: string;
  readonly sk: string;
}

/** DynamoDB's limit for one BatchGetItem, over all tables. */
const BATCH = 100;
const ATTEMPTS = 7;

/** Names a key within the two tables; no key part holds a line feed. */
export function keyName({ table, pk, sk }: ItemKey): string {
  return `${table}\n${pk}\n${sk}`;
}

/**
 * Reads items of both tables by key, strongly consistent, in calls of at most 100. Leftovers
 * (`UnprocessedKeys`) are asked for again with jitter.
 *
 * @returns Items in the order of the keys, `null` where there is none.
 * @throws UpstreamUnavailableError when the store fails or keeps leaving keys over.
 */
export async function batchGet(
  store: StoreCalls,
  keys: readonly ItemKey[],
): Promise<readonly (Item | null)[]> {
  const distinct = [...new Map(keys.map((key) => [keyName(key), key])).values()];
  const found = new Map<string, Item>();
  const calls: Promise<void>[] = [];
  for (let at = 0; at < distinct.length; at += BATCH) {
    calls.push(readBatch(store, distinct.slice(at, at + BATCH), found));
  }
  await Promise.all(calls);
  return keys.map((key) => found.get(keyName(key)) ?? null);
}

async function readBatch(
  store: StoreCalls,
  keys: readonly ItemKey[],
  found: Map<string, Item>,
): Promise<void> {
  let request: Record<string, KeysAndAttributes> | undefined = requestOf(store, keys);
  for (let attempt = 1; request !== undefined; attempt += 1) {
    const input = { RequestItems: request };
    const answer = await callStore(store, (options) =>
      store.client.send(new BatchGetItemCommand(input), options),
    );
    for (const table of ['data', 'keys'] as const) {
      for (const item of answer.Responses?.[store.tables[table]] ?? []) {
        found.set(keyName({ table, pk: requiredText(item, 'pk'), sk: requiredText(item, 'sk') }), item);
      }
    }
    const left: Record<string, KeysAndAttributes> = answer.UnprocessedKeys ?? {};
    request = Object.keys(left).length === 0 ? undefined : left;
    if (request === undefined) return;
    if (attempt === ATTEMPTS) throw new UpstreamUnavailableError('the store keeps leaving keys unread');
    await backOff(store, attempt);
  }
}

function requestOf(store: StoreCalls, keys: readonly ItemKey[]): Record<string, KeysAndAttributes> {
  const request: Record<string, KeysAndAttributes> = {};
  for (const table of ['data', 'keys'] as const) {
    const own = keys.filter((key) => key.table === table);
    if (own.length > 0) {
      request[store.tables[table]] = {
        Keys: own.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } })),
        ConsistentRead: true,
      };
    }
  }
  return request;
}
