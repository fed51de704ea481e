import { createHash } from 'node:crypto';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { DataIntegrityError } from '../../src/errors.ts';
import type { ClientRegister } from '../../src/identity/client-register.ts';
import type { Directory, DirectoryEntry } from '../../src/identity/directory.ts';
import { batchGet, type ItemKey } from './batch-get.ts';
import { createClientRegister } from './client-register.ts';
import { type Item, textOf } from './item.ts';
import { callStore, type StoreCalls } from './store-calls.ts';

const Entry = z
  .strictObject({
    tenant: z.string().min(1),
    roles: z.array(z.string()).readonly(),
    fhirUser: z.string().nullable(),
    purposes: z.array(z.string()).readonly().nullable(),
  })
  .readonly();
/** Users by (`iss`, `sub`) and clients by (`iss`, `client_id`). No tenant is known yet where they are read. */
export interface DynamoDirectory {
  readonly users: Directory;
  readonly clients: ClientRegister;
  putUser(issuer: string, subject: string, entry: DirectoryEntry): Promise<void>;
  removeUser(issuer: string, subject: string): Promise<void>;
}

export function createDynamoDirectory(store: StoreCalls): DynamoDirectory {
  const users: Directory = {
    find: async (issuer, subject) => readEntry(Entry, await readItem(store, entryKey(issuer, subject))),
  };
  return Object.freeze({
    users: Object.freeze(users),
    clients: createClientRegister(store),
    putUser: (issuer: string, subject: string, entry: DirectoryEntry) =>
      putEntry(store, entryKey(issuer, subject), Entry.parse(entry)),
    removeUser: (issuer: string, subject: string) => removeEntry(store, entryKey(issuer, subject)),
  });
}

/** Issuers and subjects are texts from outside of any length: hashed, they fit a key and cannot break out of it. */
function entryKey(issuer: string, subject: string): ItemKey {
  const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
  return { table: 'data', pk: `D#${hash(issuer)}`, sk: hash(subject) };
}

async function readItem(store: StoreCalls, key: ItemKey): Promise<Item | null> {
  const [item] = await batchGet(store, [key]);
  return item ?? null;
}

function readEntry<T>(shape: z.ZodType<T>, item: Item | null): T | null {
  if (item === null) return null;
  const text = textOf(item, 'entry') ?? '';
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    throw new DataIntegrityError('a directory entry cannot be read');
  }
}

async function putEntry(store: StoreCalls, { pk, sk }: ItemKey, entry: unknown): Promise<void> {
  const Item = { pk: { S: pk }, sk: { S: sk }, entry: { S: JSON.stringify(entry) } };
  await callStore(store, (options) =>
    store.client.send(new PutItemCommand({ TableName: store.tables.data, Item }), options),
  );
}

async function removeEntry(store: StoreCalls, { pk, sk }: ItemKey): Promise<void> {
  const Key = { pk: { S: pk }, sk: { S: sk } };
  await callStore(store, (options) =>
    store.client.send(new DeleteItemCommand({ TableName: store.tables.data, Key }), options),
  );
}
