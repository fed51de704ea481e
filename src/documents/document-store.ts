import type { DocumentStatus, RegisteredDocument } from './registered-document.ts';

/** Who changes a status, when, and why. */
export interface StatusChange {
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly reason: string | null;
}

/** What tells whether a document is known, without reading all of it. */
export type KnownDocument = Pick<RegisteredDocument, 'id' | 'name' | 'sha256' | 'status'>;

/**
 * Documents of all tenants; bound to nothing, so every call MUST name a tenant, and a tenant taken from a verified
 * token or from the operator. Reads are consistent. Every method rejects with UpstreamUnavailableError.
 */
export interface DocumentStore {
  /** Stores all of it where what is stored has the status `expected`; `null`: where there is none. */
  put(document: RegisteredDocument, expected: DocumentStatus | null): Promise<'stored' | 'conflict'>;
  find(tenant: string, client: string, id: string): Promise<RegisteredDocument | null>;
  /** In no order that means anything. */
  list(
    tenant: string,
    which: { readonly client?: string; readonly status?: DocumentStatus },
  ): Promise<readonly RegisteredDocument[]>;
  /** All of one client, in brief. */
  known(tenant: string, client: string): Promise<readonly KnownDocument[]>;
  /**
   * To APPROVED, its footprint becomes the approved one: `seen` is the hash of the one that was reviewed.
   * @returns `'conflict'`: its status is not `from`, or its footprint not the one seen; `null`: no such document.
   */
  setStatus(
    tenant: string,
    client: string,
    id: string,
    from: DocumentStatus,
    to: DocumentStatus,
    change: StatusChange & { readonly seen: string | null },
  ): Promise<'done' | 'conflict' | null>;
}
