import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../src/clock.ts';
import { batchGet, type ItemKey } from './batch-get.ts';
import { batchWrite } from './batch-write.ts';
import { readQueued } from './insight-item.ts';
import { type Item, requiredText, textOf } from './item.ts';
import { tenantItemKeys } from './item-keys.ts';
import { readLocator } from './locator.ts';
import type { PlaceToDelete } from './plan-write.ts';
import { queryPages } from './query-pages.ts';
import { REVIEW_TEXTS } from './review-item.ts';
import { callStore, type StoreCalls } from './store-calls.ts';

export interface EraseOptions {
  readonly store: StoreCalls;
  readonly tenant: string;
  readonly clock: Clock;
}

/**
 * Erases a patient: a tombstone that survives restores, then the key, which makes every copy of the rows
 * unreadable, then what is left in the data table. Cut off anywhere, it is finished by running it again; a
 * patient nobody ever stored may be erased too, and then stays out.
 *
 * @throws UpstreamUnavailableError when the store fails.
 */
export async function erasePatient({ store, tenant, clock }: EraseOptions, patientId: string): Promise<void> {
  const itemKeys = tenantItemKeys(tenant);
  const at = { N: String(Math.floor(clock() / 1000)) };
  await putKeyItem(store, itemKeys.erased(patientId), { at });
  await putKeyItem(store, itemKeys.patientKey(patientId), { erased: at });

  const locatorKey = itemKeys.locator('Patient', patientId);
  const [locator] = await batchGet(store, [locatorKey]);
  const indexed = locator ? readLocator(locatorKey, locator).indexed : [];
  const deletes: PlaceToDelete[] = [
    itemKeys.listed(patientId),
    ...indexed.map((entry) => ({ pk: itemKeys.indexed(entry), sk: patientId })),
  ];
  await batchWrite(store, { puts: [], deletes });
  const { pk } = itemKeys.patient(patientId);
  for await (const items of queryPages(store, { pk, ConsistentRead: true })) {
    for (const item of items) await clearReview(item);
    await batchWrite(store, { puts: [], deletes: items.flatMap(relatedTo) });
    await batchWrite(store, { puts: [], deletes: items.map(placeOf) });
  }
  await batchWrite(store, { puts: [], deletes: [locatorKey] });

  /** The review of a glass stays, without what was written about the patient. */
  async function clearReview(item: Item): Promise<void> {
    const [kind, glassId = ''] = requiredText(item, 'sk').split('#');
    if (kind !== 'REVIEW') return;
    const { pk, sk } = itemKeys.review(glassId);
    const input = {
      TableName: store.tables.data,
      Key: { pk: { S: pk }, sk: { S: sk } },
      UpdateExpression: `REMOVE ${REVIEW_TEXTS.join(', ')}`,
      ConditionExpression: 'attribute_exists(pk)',
    };
    try {
      await callStore(store, (options) => store.client.send(new UpdateItemCommand(input), options));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /** What stands elsewhere because of an item: goes first, since the item names it. */
  function relatedTo(item: Item): readonly PlaceToDelete[] {
    const sortKey = requiredText(item, 'sk');
    const panel = textOf(item, 'panel');
    if (panel !== null) return [{ pk: itemKeys.panel(requiredText(item, 'anchor')), sk: panel }];
    const [type = '', insightId = '', id] = sortKey.split('#');
    if (type === 'INSIGHT') return relatedToInsight(insightId, readQueued(item));
    return id === undefined ? [] : [itemKeys.locator(type.replace('!', ''), id)];
  }

  function relatedToInsight(id: string, queued: ReturnType<typeof readQueued>): readonly PlaceToDelete[] {
    if (queued === null) return [itemKeys.insightLocator(id)];
    const { useCase, position } = queued;
    const markers = (['ALL', 'DRAFT'] as const).map((which) => ({
      pk: itemKeys.insights(useCase, which),
      sk: position,
    }));
    return [itemKeys.insightLocator(id), ...markers];
  }
}

/** Patients of a tenant that were erased: after a restore of the tables each MUST be erased again. */
export async function erasedPatients({ store, tenant }: EraseOptions): Promise<readonly string[]> {
  const erased: string[] = [];
  const { pk } = tenantItemKeys(tenant).erased('');
  for await (const items of queryPages(store, { table: 'keys', pk, ConsistentRead: true })) {
    erased.push(...items.map((item) => requiredText(item, 'sk')));
  }
  return erased;
}

function placeOf(item: Item): PlaceToDelete {
  return { pk: requiredText(item, 'pk'), sk: requiredText(item, 'sk') };
}

async function putKeyItem(store: StoreCalls, { pk, sk }: ItemKey, rest: Item): Promise<void> {
  const Item = { pk: { S: pk }, sk: { S: sk }, ...rest };
  await callStore(store, (options) =>
    store.client.send(new PutItemCommand({ TableName: store.tables.keys, Item }), options),
  );
}
