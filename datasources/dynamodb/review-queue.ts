import { isDeepStrictEqual } from 'node:util';
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { BadUserInputError } from '../../src/errors.ts';
import type { GlassReview, HealthCommands, ReviewState, ReviewVerdict } from '../health-commands.ts';
import type { Page, PageRequest, Positioned } from '../health-data.ts';
import { batchGet } from './batch-get.ts';
import type { CommandScope } from './command-scope.ts';
import { type Item, requiredText } from './item.ts';
import { checkFirst } from './list-rows.ts';
import { queryPages } from './query-pages.ts';
import { readPatientKey } from './read-patient.ts';
import { openEntry, reviewOf, sealEntry, sealText } from './review-item.ts';
import { readRowPlace } from './sort-key.ts';
import { callStore } from './store-calls.ts';

/** Entries looked at together while filling a page. */
const CHUNK = 25;

/** The tenant's queue, newest first: one Query for the order, then entries and keys of their patients in one batch. */
export async function listReviews(
  scope: CommandScope,
  page: PageRequest & { readonly state: ReviewState | null },
): Promise<Page<GlassReview>> {
  checkFirst(page);
  const { first, after, state } = page;
  if (after !== null && readRowPlace(after) === null) {
    throw new BadUserInputError('a position is not of this list');
  }
  const pk = scope.itemKeys.reviews();
  const rows: Positioned<GlassReview>[] = [];
  for await (const markers of queryPages(scope.store, {
    pk,
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: Math.max(first + 1, CHUNK),
    ...(after === null ? {} : { ExclusiveStartKey: { pk: { S: pk }, sk: { S: after } } }),
  })) {
    const reviews = await readMarked(scope, markers);
    for (const [at, marker] of markers.entries()) {
      const record = reviews[at] ?? null;
      if (record === null || (state !== null && record.state !== state)) continue;
      if (rows.length === first) return { rows, hasNextPage: true };
      rows.push({ record, position: requiredText(marker, 'sk') });
    }
  }
  return { rows, hasNextPage: false };
}

/** `null`: no such entry. */
export async function readReview(scope: CommandScope, id: string): Promise<GlassReview | null> {
  return (await readEntry(scope, id))?.review ?? null;
}

/** Judges an entry, unless somebody did before. */
export async function reviewGlass(
  scope: CommandScope,
  id: string,
  { verdict, comment }: { readonly verdict: ReviewVerdict; readonly comment: string },
): ReturnType<HealthCommands['review']> {
  const { store, itemKeys, keyring, tenant, actor, clock } = scope;
  const found = await readEntry(scope, id);
  if (found === null) return null;
  if (found.review.state !== 'OPEN') return 'conflict';
  const { entry, item, key } = found;
  const place = itemKeys.review(id);
  const { secrets } = await keyring.open(tenant);
  const next = { ...entry, reviewer: actor.id, verdict, reviewedAt: clock() };
  const changes: Item = {
    ...sealEntry(secrets.records, place, next, store.random),
    ...(key === null ? {} : sealText(key, place, 'comment', comment, store.random)),
  };
  const values = Object.entries(changes).map(([name, value]) => [`:${name}`, value] as const);
  const input = {
    TableName: store.tables.data,
    Key: { pk: { S: place.pk }, sk: { S: place.sk } },
    UpdateExpression: `SET s = :reviewed, ${Object.keys(changes)
      .map((name) => `${name} = :${name}`)
      .join(', ')}`,
    ConditionExpression: 's = :open',
    ExpressionAttributeValues: {
      ':open': { S: 'OPEN' },
      ':reviewed': { S: 'REVIEWED' },
      ...Object.fromEntries(values),
    },
  };
  try {
    await callStore(store, (options) => store.client.send(new UpdateItemCommand(input), options));
    return reviewOf(next, { ...item, ...changes }, key);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // A call that the client library repeated after the store had taken it is no conflict.
    const now = await readReview(scope, id);
    return isDeepStrictEqual(now, reviewOf(next, { ...item, ...changes }, key)) ? now : 'conflict';
  }
}

async function readEntry(scope: CommandScope, id: string) {
  const { store, itemKeys, keyring, tenant } = scope;
  const [item = null] = await batchGet(store, [itemKeys.review(id)]);
  if (item === null) return null;
  const { secrets } = await keyring.open(tenant);
  const entry = openEntry(secrets.records, item);
  const [keyItem = null] = await batchGet(store, [itemKeys.patientKey(entry.subjectId)]);
  const key = keyItem === null ? null : await readPatientKey(scope, entry.subjectId, keyItem);
  return { entry, item, key, review: reviewOf(entry, item, key) };
}

/** Entries of the queue's markers; a marker whose entry was never written, or taken back, has none. */
async function readMarked(
  scope: CommandScope,
  markers: readonly Item[],
): Promise<readonly (GlassReview | null)[]> {
  const { store, itemKeys, keyring, tenant } = scope;
  const ids = markers.map((marker) => readRowPlace(requiredText(marker, 'sk'))?.id ?? '');
  const subjects = markers.map((marker) => requiredText(marker, 'p'));
  const items = await batchGet(store, [...ids.map(itemKeys.review), ...subjects.map(itemKeys.patientKey)]);
  const { secrets } = await keyring.open(tenant);
  return Promise.all(
    ids.map(async (_id, at) => {
      const item = items[at] ?? null;
      if (item === null) return null;
      const entry = openEntry(secrets.records, item);
      const keyItem = items[ids.length + at] ?? null;
      const own = keyItem !== null && entry.subjectId === subjects[at];
      return reviewOf(entry, item, own ? await readPatientKey(scope, entry.subjectId, keyItem) : null);
    }),
  );
}
