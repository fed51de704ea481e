import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { openPatientKey, type PatientKey, sealPatientKey } from '../keys/tenant-keys.ts';
import { batchGet } from './batch-get.ts';
import { type Item, requiredBytes, requiredText } from './item.ts';
import { tenantItemKeys } from './item-keys.ts';
import { callStore, putIf, type StoreCalls } from './store-calls.ts';
import type { TenantKeyring } from './tenant-keyring.ts';

/** A writer's patient keys, made at first need. `erased`: the patient was erased and stays so. */
export type KeyOrErased = PatientKey | 'erased';

export interface PatientKeyStore {
  /** Every id MUST be a FHIR id. Of two writers that both make a key one wins, and both use the winner's. */
  get(patientIds: readonly string[]): Promise<ReadonlyMap<string, KeyOrErased>>;
}

export interface PatientKeyStoreOptions {
  readonly store: StoreCalls;
  readonly keyring: TenantKeyring;
  readonly tenant: string;
  /** Makes a new key for a patient that was erased. */
  readonly readmitErased: boolean;
  /** Keys kept opened. */
  readonly keep?: number;
}

export function createPatientKeyStore({
  store,
  keyring,
  tenant,
  readmitErased,
  keep = 10_000,
}: PatientKeyStoreOptions): PatientKeyStore {
  const itemKeys = tenantItemKeys(tenant);
  const kept = new Map<string, KeyOrErased>();
  let turn: Promise<unknown> = Promise.resolve();

  async function openItem(id: string, item: Item): Promise<KeyOrErased> {
    if (item.erased !== undefined) return 'erased';
    const tenantKey = await keyring.version(tenant, requiredText(item, 'under'));
    return openPatientKey(tenant, id, tenantKey, requiredBytes(item, 'w'));
  }

  async function create(id: string, overTombstone: boolean): Promise<KeyOrErased> {
    const { current } = await keyring.open(tenant);
    const tenantKey = await keyring.version(tenant, current);
    const key = { data: store.random(32), pseudonyms: store.random(32) };
    const { pk, sk } = itemKeys.patientKey(id);
    const wrapped = sealPatientKey(tenant, id, tenantKey, key, store.random);
    const won = await putIf(store, {
      TableName: store.tables.keys,
      Item: { pk: { S: pk }, sk: { S: sk }, w: { B: wrapped }, under: { S: current } },
      ConditionExpression: overTombstone ? 'attribute_exists(erased)' : 'attribute_not_exists(pk)',
    });
    if (won) {
      if (overTombstone) await forgetErasure(id);
      return key;
    }
    const [item] = await batchGet(store, [itemKeys.patientKey(id)]);
    return item ? openItem(id, item) : create(id, false);
  }

  async function forgetErasure(id: string): Promise<void> {
    const { pk, sk } = itemKeys.erased(id);
    const input = { TableName: store.tables.keys, Key: { pk: { S: pk }, sk: { S: sk } } };
    await callStore(store, (options) => store.client.send(new DeleteItemCommand(input), options));
  }

  async function load(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !kept.has(id));
    const items = await batchGet(store, missing.map(itemKeys.patientKey));
    const opened = await Promise.all(
      missing.map(async (id, at) => {
        const item = items[at] ?? null;
        if (item === null) return [id, await create(id, false)] as const;
        const key = await openItem(id, item);
        return [id, key === 'erased' && readmitErased ? await create(id, true) : key] as const;
      }),
    );
    for (const [id, key] of opened) kept.set(id, key);
  }

  return {
    get(patientIds) {
      const answer = turn
        .catch(() => undefined)
        .then(async () => {
          await load(patientIds);
          const keys = new Map(
            patientIds.flatMap((id) => {
              const key = kept.get(id);
              return key === undefined ? [] : [[id, key] as const];
            }),
          );
          for (const id of kept.keys()) {
            if (kept.size <= keep) break;
            kept.delete(id);
          }
          return keys;
        });
      turn = answer;
      return answer;
    },
  };
}
