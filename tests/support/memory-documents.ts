import type { DocumentStore, KnownDocument } from '../../src/documents/document-store.ts';
import type { RegisteredDocument } from '../../src/documents/registered-document.ts';
import { withStatus } from '../../src/documents/with-status.ts';

/** Registered documents over a map, with the promises of the real store. */
export class MemoryDocuments implements DocumentStore {
  readonly stored = new Map<string, RegisteredDocument>();
  /** Happens before a write, as if somebody else came first. */
  before: () => void = () => {};

  clear(): void {
    this.stored.clear();
    this.before = () => {};
  }

  async put(document: RegisteredDocument, expected: RegisteredDocument['status'] | null) {
    this.before();
    const key = keyOf(document);
    if ((this.stored.get(key)?.status ?? null) !== expected) return 'conflict';
    this.stored.set(key, document);
    return 'stored';
  }

  async find(tenant: string, client: string, id: string) {
    return this.stored.get(keyOf({ tenant, client, id })) ?? null;
  }

  async list(tenant: string, which: Parameters<DocumentStore['list']>[1]) {
    return [...this.stored.values()].filter(
      (one) =>
        one.tenant === tenant &&
        (which.client === undefined || one.client === which.client) &&
        (which.status === undefined || one.status === which.status),
    );
  }

  async known(tenant: string, client: string): Promise<readonly KnownDocument[]> {
    return (await this.list(tenant, { client })).map(({ id, name, sha256, status }) => {
      return { id, name, sha256, status };
    });
  }

  async setStatus(...[tenant, client, id, from, to, change]: Parameters<DocumentStore['setStatus']>) {
    this.before();
    const key = keyOf({ tenant, client, id });
    const known = this.stored.get(key);
    if (known === undefined) return null;
    const { seen, ...review } = change;
    if (known.status !== from || (seen !== null && known.footprint.hash !== seen)) return 'conflict';
    this.stored.set(key, withStatus(known, to, review));
    return 'done';
  }
}

function keyOf({ tenant, client, id }: Pick<RegisteredDocument, 'tenant' | 'client' | 'id'>): string {
  return JSON.stringify([tenant, client, id]);
}
