import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { BadUserInputError } from '../../src/errors.ts';
import { isFhirId } from '../../src/fhir-id.ts';
import type { JudgedInsight } from '../../src/insight/judge-insight.ts';
import { isReviewed } from '../../src/insight/reviewers.ts';
import type { StoredInsight } from '../../src/insight/stored-insight.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { batchGet } from './batch-get.ts';
import { batchWrite } from './batch-write.ts';
import { type CommandScope, readSubject } from './command-scope.ts';
import { cacheHash, pointerItem } from './insight-cache.ts';
import { insightItem, openInsight } from './insight-item.ts';
import type { Item } from './item.ts';
import { dateShift, instantKey } from './sort-key.ts';
import { putIf } from './store-calls.ts';

/**
 * Stores a draft: beside its patient first, where erasure finds it; then by its id and in the queue; last where the
 * same question finds it again. So none is shown that nobody will review, and a process that dies between leaves
 * one that nobody was shown.
 */
export async function saveInsight(
  scope: CommandScope,
  insight: StoredInsight,
  cacheKey: string,
  expiresAt: number,
): Promise<'stored' | 'erased'> {
  const { store, itemKeys, keyring, tenant } = scope;
  const { id, subjectId } = insight;
  if (!isFhirId(id)) throw new BadUserInputError('the id of an insight is none');
  const { key } = await readSubject(scope, subjectId, []);
  if (key === null) return 'erased';
  const { secrets } = await keyring.open(tenant);
  const queued = isReviewed(insight.useCase)
    ? `${instantKey(insight.createdAt, queueShift(secrets.index))}#${id}`
    : null;

  await putInsight(scope, key, { ...insight, verdicts: [] }, queued);
  await putLocator(scope, insight);
  const markers: readonly Item[] =
    queued === null
      ? []
      : (['ALL', 'DRAFT'] as const).map((which) => ({
          pk: { S: itemKeys.insights(insight.useCase, which) },
          sk: { S: queued },
          p: { S: subjectId },
        }));
  await batchWrite(store, { puts: markers, deletes: [] });
  const pointer = itemKeys.insightCached(subjectId, cacheHash(secrets.index, subjectId, cacheKey));
  await batchWrite(store, {
    puts: [pointerItem(key, pointer, { id, expiresAt }, store.random)],
    deletes: [],
  });

  // An erasure that began meanwhile may have passed by what was written since.
  if (await holds(scope, subjectId, key)) return 'stored';
  const places = [...markers.map(({ pk, sk }) => ({ pk: pk?.S ?? '', sk: sk?.S ?? '' })), pointer];
  const deletes = [...places, itemKeys.insightLocator(id), itemKeys.insight(subjectId, id)];
  await batchWrite(store, { puts: [], deletes });
  return 'erased';
}

/** One of its own: an id may tell when it was made, and what moves the dates of panels is not to follow from that. */
export function queueShift(indexKey: Uint8Array): number {
  return dateShift(createHmac('sha256', indexKey).update('insights').digest());
}

async function putInsight(
  scope: CommandScope,
  key: PatientKey,
  insight: JudgedInsight,
  queued: string | null,
): Promise<void> {
  const { store, itemKeys } = scope;
  const place = itemKeys.insight(insight.subjectId, insight.id);
  const won = await putIf(store, {
    TableName: store.tables.data,
    Item: { ...insightItem(key, place, { insight, revision: 1, queued }, store.random) },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  if (won) return;
  // A call that the client library repeated after the store had taken it is no other insight.
  const [item = null] = await batchGet(store, [place]);
  const there = item === null ? null : openInsight(key, item);
  if (!isDeepStrictEqual(there?.insight, insight)) {
    throw new BadUserInputError('the id of an insight is taken');
  }
}

/** @throws BadUserInputError where the id names another patient's insight */
async function putLocator(scope: CommandScope, { id, subjectId }: StoredInsight): Promise<void> {
  const { store, itemKeys } = scope;
  const { pk, sk } = itemKeys.insightLocator(id);
  const won = await putIf(store, {
    TableName: store.tables.data,
    Item: { pk: { S: pk }, sk: { S: sk }, p: { S: subjectId } },
    ConditionExpression: 'attribute_not_exists(pk) OR p = :p',
    ExpressionAttributeValues: { ':p': { S: subjectId } },
  });
  if (won) return;
  await batchWrite(store, { puts: [], deletes: [itemKeys.insight(subjectId, id)] });
  throw new BadUserInputError('the id of an insight is taken');
}

async function holds(scope: CommandScope, subjectId: string, key: PatientKey): Promise<boolean> {
  const now = await readSubject(scope, subjectId, []);
  return now.key !== null && isDeepStrictEqual(now.key.data, key.data);
}
