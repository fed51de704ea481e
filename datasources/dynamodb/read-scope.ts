import DataLoader from 'dataloader';
import type { TenantKeys } from '../keys/tenant-keys.ts';
import { batchGet, type ItemKey, keyName } from './batch-get.ts';
import type { Item } from './item.ts';
import type { TenantItemKeys } from './item-keys.ts';
import type { ListsUnderWay } from './lists-under-way.ts';
import type { StoreCalls } from './store-calls.ts';
import type { TenantKeyring } from './tenant-keyring.ts';

/** What the readers of one request share. Nothing in it outlives the request. */
export interface ReadScope {
  readonly tenant: string;
  readonly store: StoreCalls;
  readonly keyring: TenantKeyring;
  readonly itemKeys: TenantItemKeys;
  /** Purpose that pseudonyms are for; `null` when the operation needs none. */
  readonly pseudonymPurpose: string | null;
  /** Whether facts bring the key of the patient's names in the ledger along. */
  readonly ledgerNames?: boolean;
  /** Items by key; all that is asked for on one level of the answer goes out together, each item is read once. */
  items(keys: readonly ItemKey[]): Promise<readonly (Item | null)[]>;
  /** Whom the actor's ties may name, in a stable order: itself first. */
  anchors(): Promise<readonly string[]>;
  /** Whom consents may name: these, and the organizations of its roles. Comes with them. */
  actors(): Promise<readonly string[]>;
  /** Names the actor in keys of patients' items. */
  actorHash(): Promise<string>;
  tenantKeys(): Promise<TenantKeys>;
  readonly lists: ListsUnderWay;
}

export function createItemLoader(
  store: StoreCalls,
  lists: ListsUnderWay,
): (keys: readonly ItemKey[]) => Promise<readonly (Item | null)[]> {
  const loader = new DataLoader<ItemKey, Item | null, string>((keys) => batchGet(store, keys), {
    cacheKeyFn: keyName,
    // A turn of the event loop gathers a level, unless lists that lead to it are still being read.
    batchScheduleFn: (dispatch) => setImmediate(() => lists.hold(dispatch)),
  });
  return (keys) => Promise.all(keys.map((key) => loader.load(key)));
}
