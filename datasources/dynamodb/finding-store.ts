import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import {
  type FindingStore,
  KeptFinding,
  keptAfterChange,
  keptAfterScan,
} from '../../src/signals/kept-finding.ts';
import { batchGet, type ItemKey } from './batch-get.ts';
import { requiredText } from './item.ts';
import { queryPages } from './query-pages.ts';
import { callStore, type StoreCalls } from './store-calls.ts';

/** Two that change one finding at once try again; more often than this it is no coincidence. */
const TRIES = 5;

/** Findings of all tenants, one item each, in the data table. Every change is conditional on the version it was made from. */
export function createFindingStore(store: StoreCalls): FindingStore {
  const find = async (tenant: string, id: string): Promise<KeptFinding | null> => {
    const [item] = await batchGet(store, [keyOf(tenant, id)]);
    return item === null || item === undefined ? null : readKept(requiredText(item, 'kept'));
  };
  /** @returns whether it was the version before that was replaced. */
  const put = async (kept: KeptFinding): Promise<boolean> => {
    const { pk, sk } = keyOf(kept.finding.tenant, kept.finding.id);
    const before = kept.version - 1;
    const text = JSON.stringify(KeptFinding.parse(kept));
    const input = {
      TableName: store.tables.data,
      Item: {
        pk: { S: pk },
        sk: { S: sk },
        version: { N: String(kept.version) },
        kept: { S: text },
      },
      ...(before === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'version = :before',
            ExpressionAttributeValues: { ':before': { N: String(before) } },
          }),
    };
    try {
      await callStore(store, (options) => store.client.send(new PutItemCommand(input), options));
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // A call that was sent twice meets what it wrote itself.
      const now = await find(kept.finding.tenant, kept.finding.id);
      return JSON.stringify(now) === text;
    }
  };
  return Object.freeze({
    async keep(findings, now) {
      for (const finding of findings) {
        for (let left = TRIES; ; left -= 1) {
          const kept = keptAfterScan(finding, await find(finding.tenant, finding.id), now);
          if (kept === null || (await put(kept))) break;
          if (left === 1) throw new UpstreamUnavailableError('a finding is changed again and again');
        }
      }
    },
    find,
    async list(tenant) {
      const all: KeptFinding[] = [];
      for await (const page of queryPages(store, { pk: partitionOf(tenant), ConsistentRead: true })) {
        for (const item of page) all.push(readKept(requiredText(item, 'kept')));
      }
      return all;
    },
    async change(tenant, id, version, change, about) {
      const known = await find(tenant, id);
      if (known === null) return null;
      if (known.version !== version) return 'conflict';
      const kept = keptAfterChange(known, change, about);
      return (await put(kept)) ? kept : 'conflict';
    },
  } satisfies FindingStore);
}

function partitionOf(tenant: string): string {
  return `SIGNALS#${tenant}`;
}

function keyOf(tenant: string, id: string): ItemKey {
  return { table: 'data', pk: partitionOf(tenant), sk: id };
}

/** @throws DataIntegrityError: a finding that cannot be read is not no finding. */
function readKept(text: string): KeptFinding {
  try {
    return KeptFinding.parse(JSON.parse(text));
  } catch {
    throw new DataIntegrityError('a stored value is no finding');
  }
}
