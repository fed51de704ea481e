import type { Footprint } from './footprint.ts';

export const DOCUMENT_STATUSES = Object.freeze(['PROPOSED', 'APPROVED', 'REJECTED', 'RETIRED'] as const);
/** Only APPROVED runs. PROPOSED waits for a privacy officer, for the first time or again. */
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

/** What a client may call its document by. Never a key of the store as it is: it may hold `:`. */
export const DOCUMENT_ID = /^[A-Za-z0-9:._-]{1,128}$/;

/**
 * One operation of one client of one tenant. Its `text` MUST NOT change under its `id`: what was reviewed is what
 * runs. No PHI: a document names fields, never values of people.
 */
export interface RegisteredDocument {
  readonly tenant: string;
  /** `client_id` of the tokens it is for. */
  readonly client: string;
  /** As the client's manifest has it: `sha256:<hex>`, bare hex, Relay's MD5, or any text of DOCUMENT_ID. */
  readonly id: string;
  /** Of the operation; `null`: it has none. */
  readonly name: string | null;
  /** GraphQL source with all its fragments. */
  readonly text: string;
  /** Hex SHA-256 of `text` in UTF-8. */
  readonly sha256: string;
  readonly kind: 'query' | 'mutation';
  readonly status: DocumentStatus;
  /** Under `checkedUnder`. */
  readonly footprint: Footprint;
  /** The footprint that was last approved of this very document; `null`: none ever was. */
  readonly approvedFootprint: Footprint | null;
  /** When that was, milliseconds since the epoch. */
  readonly approvedAt: number | null;
  /** `sub` of the client's own token, or who ran the command. */
  readonly proposedBy: string;
  /** Milliseconds since the epoch. */
  readonly proposedAt: number;
  readonly reviewedBy: string | null;
  /** Milliseconds since the epoch. */
  readonly reviewedAt: number | null;
  /** What the reviewer gave as reason, or a constant saying why it waits again; at most 500 characters, no PHI. */
  readonly reason: string | null;
  /** Version of schema and tenant policy that the footprint was computed under, as `checkedUnder` makes it. */
  readonly checkedUnder: string;
}
