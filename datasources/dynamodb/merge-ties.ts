import { isDeepStrictEqual } from 'node:util';
import { ConditionalCheckFailedException, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { Tie } from '../../src/access/facts.ts';
import { fhirInterval } from '../../src/access/fhir-interval.ts';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { batchGet } from './batch-get.ts';
import { batchWrite } from './batch-write.ts';
import { type Item, numberOf, textOf } from './item.ts';
import type { TenantItemKeys } from './item-keys.ts';
import type { PlaceToDelete } from './plan-write.ts';
import { instantKey, timeKey } from './sort-key.ts';
import { backOff, callStore, putIf, type StoreCalls } from './store-calls.ts';
import { decodeTies, encodeTies, type TiesBySource } from './tie-item.ts';

/** What resources now say about one patient and one anchor; an empty list takes a source's ties away. */
export interface TieChange {
  readonly patientId: string;
  readonly anchor: string;
  readonly bySource: TiesBySource;
}

export interface MergeContext {
  readonly store: StoreCalls;
  readonly itemKeys: TenantItemKeys;
  /** Of the tenant, for the dates in its panels. */
  readonly shift: number;
}

const ATTEMPTS = 6;
const PARALLEL = 16;
/** Sorts after every instant. */
const OPEN = 'open';

/**
 * Merges changes into the stored ties, patient by patient and anchor by anchor, each under a condition on its
 * revision. A patient's new place in a panel is written before the ties that name it and its old place taken
 * away after: a reader trusts the place that the ties name.
 *
 * @throws UpstreamUnavailableError when the store fails or another writer keeps winning.
 */
export async function mergeTies(
  context: MergeContext,
  changes: readonly TieChange[],
  keys: ReadonlyMap<string, PatientKey>,
): Promise<void> {
  let waiting = changes.filter(({ patientId }) => keys.has(patientId));
  for (let attempt = 1; waiting.length > 0; attempt += 1) {
    if (attempt > ATTEMPTS) throw new UpstreamUnavailableError('ties keep changing while being merged');
    if (attempt > 1) await backOff(context.store, attempt);
    const items = await batchGet(
      context.store,
      waiting.map(({ patientId, anchor }) => context.itemKeys.ties(patientId, anchor)),
    );
    const merges = waiting.flatMap((change, at) => {
      const key = keys.get(change.patientId);
      const merge = key === undefined ? null : mergeOf(context, change, key, items[at] ?? null);
      return merge === null ? [] : [merge];
    });
    await batchWrite(context.store, {
      puts: merges.flatMap(({ panel }) => (panel === null ? [] : [panel])),
      deletes: [],
    });
    const lost: TieChange[] = [];
    const left: PlaceToDelete[] = [];
    const queue = [...merges];
    const lanes = Array.from({ length: PARALLEL }, async () => {
      for (let merge = queue.pop(); merge !== undefined; merge = queue.pop()) {
        if (!(await commit(context, merge))) lost.push(merge.change);
        else if (merge.leaves !== null) left.push(merge.leaves);
      }
    });
    await Promise.all(lanes);
    await batchWrite(context.store, { puts: [], deletes: left });
    waiting = lost;
  }
}

interface Merge {
  readonly change: TieChange;
  /** The item to store; `null`: no tie is left, the item goes. */
  readonly item: Item | null;
  readonly revision: number | null;
  readonly panel: Item | null;
  /** The patient's old place in the panel. */
  readonly leaves: PlaceToDelete | null;
}

function mergeOf(
  { itemKeys, shift, store }: MergeContext,
  change: TieChange,
  key: PatientKey,
  stored: Item | null,
): Merge | null {
  const { patientId, anchor } = change;
  const before: TiesBySource = stored === null ? new Map() : decodeTies(key, stored);
  const after = new Map(before);
  for (const [source, ties] of change.bySource) {
    if (ties.length === 0) after.delete(source);
    else after.set(source, ties);
  }
  if (isDeepStrictEqual(before, after)) return null;
  const place = itemKeys.ties(patientId, anchor);
  const oldPanel = stored === null ? null : textOf(stored, 'panel');
  const newPanel = after.size === 0 ? null : `${lastEnd([...after.values()].flat(), shift)}#${patientId}`;
  const pk = itemKeys.panel(anchor);
  const revision = stored === null ? null : numberOf(stored, 'rev');
  return {
    change,
    revision,
    item:
      newPanel === null
        ? null
        : {
            pk: { S: place.pk },
            sk: { S: place.sk },
            anchor: { S: anchor },
            panel: { S: newPanel },
            rev: { N: String((revision ?? 0) + 1) },
            b: { B: encodeTies(key, place, after, store.random) },
          },
    panel: newPanel === null || newPanel === oldPanel ? null : { pk: { S: pk }, sk: { S: newPanel } },
    leaves: oldPanel === null || oldPanel === newPanel ? null : { pk, sk: oldPanel },
  };
}

/** The latest end of any tie, as a panel sorts it. An end that cannot be read ended before all others. */
function lastEnd(ties: readonly Tie[], shift: number): string {
  const ends = ties.map(({ end }) => {
    if (end === null) return OPEN;
    const interval = fhirInterval(end);
    return interval === null ? timeKey(null, shift) : instantKey(interval.latest, shift);
  });
  return ends.reduce((latest, end) => (end > latest ? end : latest), timeKey(null, shift));
}

/** @returns false when another writer came first. */
async function commit(
  { store, itemKeys }: MergeContext,
  { change, item, revision }: Merge,
): Promise<boolean> {
  const condition =
    revision === null
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'rev = :rev',
          ExpressionAttributeValues: { ':rev': { N: String(revision) } },
        };
  if (item !== null) return putIf(store, { TableName: store.tables.data, Item: { ...item }, ...condition });
  const { pk, sk } = itemKeys.ties(change.patientId, change.anchor);
  const input = { TableName: store.tables.data, Key: { pk: { S: pk }, sk: { S: sk } }, ...condition };
  try {
    await callStore(store, (options) => store.client.send(new DeleteItemCommand(input), options));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
