import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type ClientName, hashed, readClient, storedClient } from './client-item.ts';
import { requiredText } from './item.ts';
import { queryPages } from './query-pages.ts';
import { callStore, type StoreCalls } from './store-calls.ts';

/** A client as a list names it. */
export interface ListedClient extends ClientName {
  /** Whose list it is; `null`: that of clients which belong to no single tenant. */
  readonly listed: string | null;
}

export async function listedClients(
  store: StoreCalls,
  tenant: string | null,
): Promise<readonly ListedClient[]> {
  const names: ListedClient[] = [];
  for await (const page of queryPages(store, { pk: listOf(tenant), ConsistentRead: true })) {
    for (const item of page) {
      names.push({
        issuer: requiredText(item, 'issuer'),
        client: requiredText(item, 'client'),
        listed: tenant,
      });
    }
  }
  return names;
}

export async function enlist(store: StoreCalls, tenant: string | null, name: ClientName): Promise<void> {
  const Item = { ...listKey(tenant, name), issuer: { S: name.issuer }, client: { S: name.client } };
  await callStore(store, (options) =>
    store.client.send(new PutItemCommand({ TableName: store.tables.data, Item }), options),
  );
}

/** Takes a client off a list; one that was registered there again meanwhile is put back. */
export async function strike(store: StoreCalls, tenant: string | null, name: ClientName): Promise<void> {
  const input = { TableName: store.tables.data, Key: listKey(tenant, name) };
  await callStore(store, (options) => store.client.send(new DeleteItemCommand(input), options));
  const text = await storedClient(store, name);
  if (text !== null && readClient(text).tenant === tenant) await enlist(store, tenant, name);
}

function listKey(
  tenant: string | null,
  { issuer, client }: ClientName,
): { pk: { S: string }; sk: { S: string } } {
  return { pk: { S: listOf(tenant) }, sk: { S: `${hashed(issuer)}#${hashed(client)}` } };
}

function listOf(tenant: string | null): string {
  return tenant === null ? 'CLIENTS' : `T#${tenant}#CLIENTS`;
}
