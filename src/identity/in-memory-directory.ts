import type { ClientEntry, Clients, Directory, DirectoryEntry } from './directory.ts';

export interface InMemoryDirectoryContent {
  readonly users: readonly (DirectoryEntry & { readonly issuer: string; readonly subject: string })[];
  readonly clients: readonly (ClientEntry & { readonly issuer: string; readonly client: string })[];
}

/** JSON of a pair is injective; joining the two with a separator is not. */
const keyOf = (issuer: string, name: string) => JSON.stringify([issuer, name]);

/** A directory held in memory. */
export function createInMemoryDirectory(content: InMemoryDirectoryContent): {
  readonly directory: Directory;
  readonly clients: Clients;
} {
  const users = new Map(content.users.map((user) => [keyOf(user.issuer, user.subject), user]));
  const clients = new Map(content.clients.map((client) => [keyOf(client.issuer, client.client), client]));
  return Object.freeze({
    directory: { find: async (issuer: string, subject: string) => users.get(keyOf(issuer, subject)) ?? null },
    clients: { find: async (issuer: string, client: string) => clients.get(keyOf(issuer, client)) ?? null },
  });
}
