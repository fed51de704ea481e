import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DeleteItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { KeptFinding } from '../../src/signals/kept-finding.ts';
import { batchGet } from './batch-get.ts';
import { findingItem, type PlacedFinding, placeAfter, readFinding } from './finding-item.ts';
import { findingKey, listsOf } from './finding-keys.ts';
import { callStore, putIf, type StoreCalls } from './store-calls.ts';

/**
 * Puts a finding in the place of `known`, which it MUST follow by one version: in the lists first, then itself, and out of
 * the lists that it left last. So what there is always stands in its lists, wherever this ends.
 *
 * @returns whether it was that one which was replaced.
 */
export async function putFinding(
  store: StoreCalls,
  kept: KeptFinding,
  known: PlacedFinding | null,
): Promise<boolean> {
  const place = placeAfter(known, kept);
  const [before, after] = [known === null ? [] : listsOf(known.kept), listsOf(kept)];
  const entered = after.filter((list) => !before.includes(list));
  await Promise.all(entered.map((list) => enter(store, list, place, kept.version)));
  if (!(await replace(store, { kept, place }))) return false;
  const left = before.filter((list) => !after.includes(list));
  await leaveLists(store, left, place, kept.version);
  return true;
}

async function replace(store: StoreCalls, placed: PlacedFinding): Promise<boolean> {
  const Item = findingItem(placed);
  const { kept } = placed;
  const before = kept.version - 1;
  const done = await putIf(store, {
    TableName: store.tables.data,
    Item,
    ...(before === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'version = :before',
          ExpressionAttributeValues: { ':before': { N: String(before) } },
        }),
  });
  if (done) return true;
  // A call that was sent twice meets what it wrote itself.
  const [now = null] = await batchGet(store, [findingKey(kept.finding.tenant, kept.finding.id)]);
  return now !== null && JSON.stringify(readFinding(now).kept) === Item.kept?.S;
}

/** A place in a list is as new as the newest version that entered it. */
async function enter(store: StoreCalls, list: string, place: string, version: number): Promise<void> {
  await putIf(store, {
    TableName: store.tables.data,
    Item: { pk: { S: list }, sk: { S: place }, version: { N: String(version) } },
    ConditionExpression: 'attribute_not_exists(pk) OR version < :version',
    ExpressionAttributeValues: { ':version': { N: String(version) } },
  });
}

/**
 * Unless somebody has entered them again meanwhile: a finding MUST NOT be lost to its list.
 * @param version with which it left.
 */
export async function leaveLists(
  store: StoreCalls,
  lists: readonly string[],
  place: string,
  version: number,
): Promise<void> {
  await Promise.all(lists.map((list) => leave(store, list, place, version)));
}

async function leave(store: StoreCalls, list: string, place: string, version: number): Promise<void> {
  const input: DeleteItemCommandInput = {
    TableName: store.tables.data,
    Key: { pk: { S: list }, sk: { S: place } },
    ConditionExpression: 'version < :version',
    ExpressionAttributeValues: { ':version': { N: String(version) } },
  };
  try {
    await callStore(store, (options) => store.client.send(new DeleteItemCommand(input), options));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
