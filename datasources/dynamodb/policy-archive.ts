import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DataIntegrityError } from '../../src/errors.ts';
import type { KeptPolicy, PolicyArchive, PolicyHashes } from '../../src/ledger/policy-archive.ts';
import { type Item, numberOf, requiredText } from './item.ts';
import { isTenantName } from './item-keys.ts';
import { createKeptTexts } from './kept-texts.ts';
import { queryPages } from './query-pages.ts';
import { callStore, type StoreCalls } from './store-calls.ts';

/**
 * Policies that were in force, in the data table: each text once under its hash, the schema's for all tenants, and a list
 * for each tenant in the order of time.
 */
export function createPolicyArchive(store: StoreCalls): PolicyArchive {
  const texts = createKeptTexts(store);
  const newest = async (tenant: string): Promise<KeptPolicy | null> => {
    const pages = queryPages(store, {
      pk: listOf(tenant),
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: 1,
    });
    for await (const [item] of pages) if (item !== undefined) return readEntry(item);
    return null;
  };
  return Object.freeze({
    async keep(tenant, policy, { schema, overlay }) {
      const [last] = await Promise.all([
        newest(tenant),
        texts.keep(schemaOf(policy), schema),
        texts.keep(overlayOf(tenant, policy), [overlay]),
      ]);
      if (last?.version === policy.version) return;
      // A clock that was set back MUST NOT put it behind what it follows.
      const from = Math.max(policy.from, (last?.from ?? 0) + 1);
      const Item = {
        pk: { S: listOf(tenant) },
        sk: { S: `${new Date(from).toISOString()}#${policy.version}` },
        version: { S: policy.version },
        from: { N: String(from) },
        schema: { S: policy.schema },
        overlay: { S: policy.overlay },
      };
      const input = { TableName: store.tables.data, Item };
      await callStore(store, (options) => store.client.send(new PutItemCommand(input), options));
    },
    async list(tenant) {
      const all: KeptPolicy[] = [];
      const pages = queryPages(store, { pk: listOf(tenant), ScanIndexForward: false, ConsistentRead: true });
      for await (const page of pages) all.push(...page.map(readEntry));
      // Two gateways that start at once may both have found it missing: it was in force since the earlier.
      return all.filter(({ version }, index) => all[index + 1]?.version !== version);
    },
    async texts(tenant, hashes) {
      const [schema, overlay] = await Promise.all([
        texts.read(schemaOf(hashes)),
        texts.read(overlayOf(tenant, hashes)),
      ]);
      const [file] = overlay ?? [];
      return schema === null || file === undefined ? null : { schema, overlay: file };
    },
  } satisfies PolicyArchive);
}

function listOf(tenant: string): string {
  return `${ownOf(tenant)}#POLICIES`;
}

function overlayOf(tenant: string, { overlay }: PolicyHashes): string {
  return `${ownOf(tenant)}#POLICY#${hashOf(overlay)}`;
}

/** It says nothing of any tenant, and is the same for all. */
function schemaOf({ schema }: PolicyHashes): string {
  return `SCHEMA#${hashOf(schema)}`;
}

function ownOf(tenant: string): string {
  if (!isTenantName(tenant)) throw new RangeError('a tenant name is letters, digits, and . _ - within');
  return `T#${tenant}`;
}

function hashOf(hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new RangeError('expected SHA-256 in hex');
  return hash;
}

/** @throws DataIntegrityError */
function readEntry(item: Item): KeptPolicy {
  const from = numberOf(item, 'from');
  if (from === null) throw new DataIntegrityError('a kept policy lacks its time');
  const [version, schema, overlay] = ['version', 'schema', 'overlay'].map((name) => requiredText(item, name));
  return Object.freeze({ version: version ?? '', schema: schema ?? '', overlay: overlay ?? '', from });
}
