import { UpstreamUnavailableError } from '../../src/errors.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { versionOfRemoval } from '../resource-version.ts';
import { batchGet } from './batch-get.ts';
import {
  type ConsentEntry,
  consentsItem,
  readConsents,
  type StoredConsents,
  succeeds,
} from './consents-item.ts';
import { type Item, requiredBytes } from './item.ts';
import type { TenantItemKeys } from './item-keys.ts';
import { MAX_SEALED_BYTES } from './plan-write.ts';
import { backOff, putIf, type StoreCalls } from './store-calls.ts';

/** One patient's consents and the key that opens them. */
export interface ConsentsOf {
  readonly store: StoreCalls;
  readonly itemKeys: TenantItemKeys;
  readonly patientId: string;
  readonly key: PatientKey;
}

/** What became of one imported consent, and the entry that stands now. */
export interface MergedConsent {
  readonly standing: ConsentEntry;
  readonly outcome: 'accepted' | 'older' | 'tooLarge';
}

/** Times a write is tried against others that write the same patient's consents. */
export const CONSENT_ATTEMPTS = 6;

/**
 * Merges imported consents into what stands of one patient, under a condition on its revision, so that a
 * consent withdrawn at the same moment stays withdrawn. What does not fit is kept as an active consent that
 * cannot be read, which denies: a refusal MUST NOT be lost by being long.
 *
 * @param first the item as already read
 * @returns by id
 * @throws UpstreamUnavailableError when the store fails or another writer keeps winning.
 */
export async function mergeConsents(
  consents: ConsentsOf,
  imported: readonly ConsentEntry[],
  first: Item | null,
): Promise<ReadonlyMap<string, MergedConsent>> {
  const { store, itemKeys, patientId, key } = consents;
  let item = first;
  let offered = imported;
  for (let attempt = 1; attempt <= CONSENT_ATTEMPTS; attempt += 1) {
    const stored = readConsents(key, item);
    const merged = new Map(offered.map((entry) => [entry.id, settle(entry, stored, offered === imported)]));
    const outcome = await storeConsents(
      consents,
      stored,
      [...merged.values()].map(({ standing }) => standing),
    );
    if (outcome === 'stored') return merged;
    if (outcome === 'tooLarge' && offered !== imported) break;
    if (outcome === 'tooLarge') offered = imported.map(unreadable);
    else {
      await backOff(store, attempt);
      [item = null] = await batchGet(store, [itemKeys.consents(patientId)]);
    }
  }
  throw new UpstreamUnavailableError('consents keep changing while being merged');
}

/**
 * Stores changed entries beside those that stand.
 * @returns `'lost'`: another writer came first; read again.
 */
export async function storeConsents(
  { store, itemKeys, patientId, key }: ConsentsOf,
  { entries: before, revision }: StoredConsents,
  changes: readonly ConsentEntry[],
): Promise<'stored' | 'lost' | 'tooLarge'> {
  const changed = changes.filter((entry) => before.get(entry.id)?.hash !== entry.hash);
  if (changed.length === 0) return 'stored';
  const entries = new Map([...before, ...changed.map((entry) => [entry.id, entry] as const)]);
  const item = consentsItem(key, itemKeys.consents(patientId), entries, (revision ?? 0) + 1, store.random);
  if (requiredBytes(item, 'b').length > MAX_SEALED_BYTES) return 'tooLarge';
  const won = await putIf(store, {
    TableName: store.tables.data,
    Item: { ...item },
    ...(revision === null
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'rev = :rev',
          ExpressionAttributeValues: { ':rev': { N: String(revision) } },
        }),
  });
  return won ? 'stored' : 'lost';
}

function settle(imported: ConsentEntry, { entries }: StoredConsents, fits: boolean): MergedConsent {
  const standing = entries.get(imported.id);
  if (standing !== undefined && standing.hash === imported.hash) return { standing, outcome: 'accepted' };
  if (standing !== undefined && !succeeds(imported, standing)) return { standing, outcome: 'older' };
  const outcome = fits ? 'accepted' : 'tooLarge';
  if (standing === undefined || !imported.removed) return { standing: imported, outcome };
  return { standing: { ...imported, ...versionOfRemoval(imported, standing) }, outcome };
}

/** Without a hash: no row follows it, and every later import tries again. */
function unreadable(entry: ConsentEntry): ConsentEntry {
  if (entry.removed) return entry;
  const resource = { resourceType: 'Consent', id: entry.id, status: 'active' };
  return { ...entry, resource, hash: '' };
}
