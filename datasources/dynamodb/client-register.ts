import { ConditionalCheckFailedException, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import type { ClientRegister, RegisteredClient } from '../../src/identity/client-register.ts';
import type { ClientEntry } from '../../src/identity/directory.ts';
import { batchGet } from './batch-get.ts';
import {
  type ClientName,
  clientKey,
  clientText,
  readClient,
  storedClient,
  writeClient,
} from './client-item.ts';
import { enlist, listedClients, strike } from './client-list.ts';
import { backOff, callStore, putIf, type StoreCalls } from './store-calls.ts';

const ATTEMPTS = 6;

/**
 * Clients by (`iss`, `client_id`), read before any tenant is known, and beside them one list for each tenant and one of
 * those that belong to none. A client is listed before it stands and until it is gone; what a list names too much is
 * passed over.
 */
export function createClientRegister(store: StoreCalls): ClientRegister {
  async function list(tenant: string): Promise<readonly RegisteredClient[]> {
    const named = [...(await listedClients(store, tenant)), ...(await listedClients(store, null))];
    const items = await batchGet(store, named.map(clientKey));
    return named
      .flatMap((name, at) => {
        const item = items[at] ?? null;
        return item === null ? [] : [{ ...name, entry: readClient(clientText(item)) }];
      })
      .filter(({ entry, listed }) => entry.tenant === listed)
      .map(({ issuer, client, entry }) => ({ issuer, client, entry }))
      .sort((a, b) => compare(a.client, b.client) || compare(a.issuer, b.issuer));
  }

  /** @returns whether nobody else changed it meanwhile. */
  async function replace(name: ClientName, was: string | null, next: ClientEntry | null): Promise<boolean> {
    if (next === null) return was === null || removeIf(store, name, was);
    await enlist(store, next.tenant, name);
    const { pk, sk } = clientKey(name);
    return putIf(store, {
      TableName: store.tables.data,
      Item: { pk: { S: pk }, sk: { S: sk }, entry: { S: writeClient(next) } },
      ...(was === null ? { ConditionExpression: 'attribute_not_exists(pk)' } : unchanged(was)),
    });
  }

  return Object.freeze({
    find: async (issuer: string, client: string) => {
      const text = await storedClient(store, { issuer, client });
      return text === null ? null : readClient(text);
    },
    list,
    async change(
      issuer: string,
      client: string,
      next: (was: ClientEntry | null) => ClientEntry | null,
    ): Promise<ClientEntry | null> {
      const name = { issuer, client };
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const text = await storedClient(store, name);
        const was = text === null ? null : readClient(text);
        const wanted = next(was);
        if (wanted === was) return was;
        if (await replace(name, text, wanted)) {
          if (was !== null && was.tenant !== wanted?.tenant) await strike(store, was.tenant, name);
          return wanted;
        }
        await backOff(store, attempt);
      }
      throw new UpstreamUnavailableError('too many change one client at once');
    },
  });
}

function unchanged(was: string) {
  return { ConditionExpression: 'entry = :was', ExpressionAttributeValues: { ':was': { S: was } } };
}

async function removeIf(store: StoreCalls, name: ClientName, was: string): Promise<boolean> {
  const { pk, sk } = clientKey(name);
  const Key = { pk: { S: pk }, sk: { S: sk } };
  try {
    const input = { TableName: store.tables.data, Key, ...unchanged(was) };
    await callStore(store, (options) => store.client.send(new DeleteItemCommand(input), options));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
