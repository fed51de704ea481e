import type { PatientKey } from '../keys/tenant-keys.ts';
import type { ItemKey } from './batch-get.ts';
import { type Given, givenItem, type StoredGiven } from './given-item.ts';
import { putIf, type StoreCalls } from './store-calls.ts';

/** Stores what an actor is given, unless another came first. @returns false when one did. */
export function storeGiven(
  store: StoreCalls,
  key: PatientKey,
  place: ItemKey,
  { revision }: StoredGiven,
  next: Given,
): Promise<boolean> {
  return putIf(store, {
    TableName: store.tables.data,
    Item: { ...givenItem(key, place, next, (revision ?? 0) + 1, store.random) },
    ...(revision === null
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'rev = :rev',
          ExpressionAttributeValues: { ':rev': { N: String(revision) } },
        }),
  });
}
