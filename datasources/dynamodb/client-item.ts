import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DataIntegrityError } from '../../src/errors.ts';
import type { ClientEntry } from '../../src/identity/directory.ts';
import { batchGet, type ItemKey } from './batch-get.ts';
import { type Item, requiredText } from './item.ts';
import type { StoreCalls } from './store-calls.ts';

/** What a token proves of its client. */
export interface ClientName {
  readonly issuer: string;
  readonly client: string;
}

/** What an older entry does not say is what gives less and asks for more. */
const Client: z.ZodType<ClientEntry> = z
  .strictObject({
    name: z.string().nullable().default(null),
    contact: z.string().nullable().default(null),
    kind: z.enum(['user', 'machine']).default('user'),
    tenant: z.string().min(1).nullable().default(null),
    firstParty: z.boolean().default(false),
    agreement: z
      .strictObject({ reference: z.string(), expires: z.string() })
      .readonly()
      .nullable()
      .default(null),
    suspended: z.boolean().default(false),
    roles: z.array(z.string()).readonly().nullable().default(null),
    purposes: z.array(z.string()).readonly().nullable().default(null),
    allowedScopes: z.array(z.string()).readonly().nullable().default(null),
    defaultPurpose: z.string().nullable(),
    scopes: z.enum(['required', 'optional']).default('required'),
    binding: z.enum(['bearer', 'dpop']).default('bearer'),
    freeForm: z.boolean().nullable().default(null),
    perMinute: z.number().nullable().default(null),
    costPerMinute: z.number().nullable().default(null),
  })
  .readonly();

/** Issuers and clients are texts from outside of any length: hashed, they fit a key and cannot break out of it. */
export function clientKey({ issuer, client }: ClientName): ItemKey {
  return { table: 'data', pk: `C#${hashed(issuer)}`, sk: hashed(client) };
}

export function hashed(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** The entry as it is stored, which is what a change is conditional on; `null`: the client is not registered. */
export async function storedClient(store: StoreCalls, name: ClientName): Promise<string | null> {
  const [item] = await batchGet(store, [clientKey(name)]);
  return item === null || item === undefined ? null : clientText(item);
}

export function clientText(item: Item): string {
  return requiredText(item, 'entry');
}

/** @throws DataIntegrityError: an entry that cannot be read is not one that says nothing. */
export function readClient(text: string): ClientEntry {
  try {
    return Client.parse(JSON.parse(text));
  } catch {
    throw new DataIntegrityError('an entry of the client register cannot be read');
  }
}

export function writeClient(entry: ClientEntry): string {
  return JSON.stringify(Client.parse(entry));
}
