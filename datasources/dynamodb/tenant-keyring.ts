import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../src/clock.ts';
import { DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import type { KeyService } from '../keys/key-service.ts';
import { openSecrets, sealSecrets, type TenantKeys } from '../keys/tenant-keys.ts';
import { batchGet } from './batch-get.ts';
import { type Item, requiredBytes, requiredText } from './item.ts';
import { tenantItemKeys } from './item-keys.ts';
import { callStore, putIf, type StoreCalls } from './store-calls.ts';

/**
 * Tenants' keys, made at first use, opened through the key service, and kept opened for a bounded period:
 * one key-service call serves a tenant for that long.
 */
export interface TenantKeyring {
  /** @throws UpstreamUnavailableError, or DataIntegrityError when the stored keys do not open. */
  open(tenant: string): Promise<TenantKeys>;
  /** The tenant's key of one version, the current or an older one. */
  version(tenant: string, version: string): Promise<Uint8Array>;
  /** Adds a new current version; what older ones wrapped stays readable. @returns its name. */
  rotate(tenant: string): Promise<string>;
}

export interface TenantKeyringOptions {
  /** Not bound to a request: opened keys serve the next one too. */
  readonly store: StoreCalls;
  readonly keyService: KeyService;
  readonly clock: Clock;
  /** Milliseconds opened keys are kept. */
  readonly keepFor?: number;
  /** Tenants kept opened at once. */
  readonly keepTenants?: number;
}

interface Kept {
  readonly keys: Promise<TenantKeys>;
  readonly until: number;
}

export function createTenantKeyring({
  store,
  keyService,
  clock,
  keepFor = 5 * 60_000,
  keepTenants = 1_000,
}: TenantKeyringOptions): TenantKeyring {
  const kept = new Map<string, Kept>();

  async function load(tenant: string, needed: string | null): Promise<TenantKeys> {
    const item = (await readKeyring(store, tenant)) ?? (await createKeyring(store, keyService, tenant));
    const current = requiredText(item, 'current');
    const sealedUnder = requiredText(item, 'sealedUnder');
    const versions = new Map<string, Uint8Array>();
    for (const name of new Set([current, sealedUnder, ...(needed === null ? [] : [needed])])) {
      const wrapped = item[`wrapped_${name}`]?.B;
      if (wrapped === undefined) throw new DataIntegrityError('a tenant key version is missing');
      versions.set(name, await keyService.decrypt(wrapped, { tenant }));
    }
    const secretsKey = versions.get(sealedUnder);
    if (secretsKey === undefined) throw new DataIntegrityError('a tenant key version is missing');
    const secrets = openSecrets(tenant, secretsKey, requiredBytes(item, 'secrets'));
    return Object.freeze({ tenant, current, versions, secrets });
  }

  function keep(tenant: string, keys: Promise<TenantKeys>): Promise<TenantKeys> {
    const entry = { keys, until: clock() + keepFor };
    kept.delete(tenant);
    kept.set(tenant, entry);
    const [oldest] = kept.keys();
    if (kept.size > keepTenants && oldest !== undefined) kept.delete(oldest);
    keys.catch(() => {
      if (kept.get(tenant) === entry) kept.delete(tenant);
    });
    return keys;
  }

  function open(tenant: string): Promise<TenantKeys> {
    const entry = kept.get(tenant);
    if (entry !== undefined && clock() < entry.until) return entry.keys;
    return keep(tenant, load(tenant, null));
  }

  return Object.freeze({
    open,
    async version(tenant: string, version: string) {
      const known = (await open(tenant)).versions.get(version);
      if (known !== undefined) return known;
      const key = (await keep(tenant, load(tenant, version))).versions.get(version);
      if (key === undefined) throw new DataIntegrityError('a tenant key version is missing');
      return key;
    },
    async rotate(tenant: string) {
      await open(tenant);
      const item = await readKeyring(store, tenant);
      if (item === null) throw new UpstreamUnavailableError('a tenant has no keys to rotate');
      const { wrapped } = await keyService.generateDataKey({ tenant });
      const name = versionName(store);
      await callStore(store, (options) =>
        store.client.send(
          new PutItemCommand({
            TableName: store.tables.keys,
            Item: { ...item, current: { S: name }, [`wrapped_${name}`]: { B: wrapped } },
            ConditionExpression: '#current = :read',
            ExpressionAttributeNames: { '#current': 'current' },
            ExpressionAttributeValues: { ':read': { S: requiredText(item, 'current') } },
          }),
          options,
        ),
      );
      kept.delete(tenant);
      return name;
    },
  });
}

async function readKeyring(store: StoreCalls, tenant: string): Promise<Item | null> {
  const [item] = await batchGet(store, [tenantItemKeys(tenant).keyring()]);
  return item ?? null;
}

/** Of two processes that both make a tenant's first keys, one wins and both use the winner's. */
async function createKeyring(store: StoreCalls, keyService: KeyService, tenant: string): Promise<Item> {
  const { plaintext, wrapped } = await keyService.generateDataKey({ tenant });
  const name = versionName(store);
  const secrets = { index: store.random(32), records: store.random(32) };
  const { pk, sk } = tenantItemKeys(tenant).keyring();
  const item: Item = {
    pk: { S: pk },
    sk: { S: sk },
    current: { S: name },
    [`wrapped_${name}`]: { B: wrapped },
    secrets: { B: sealSecrets(tenant, plaintext, secrets, store.random) },
    sealedUnder: { S: name },
  };
  const won = await putIf(store, {
    TableName: store.tables.keys,
    Item: { ...item },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  const stored = won ? item : await readKeyring(store, tenant);
  if (stored === null) throw new UpstreamUnavailableError("a tenant's keys vanished");
  return stored;
}

function versionName({ random }: StoreCalls): string {
  return `k${Buffer.from(random(6)).toString('hex')}`;
}
