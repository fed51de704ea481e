import { BoundedMap } from '../bounded-map.ts';
import type { Clock } from '../clock.ts';
import { UpstreamUnavailableError } from '../errors.ts';
import type { Actor } from '../identity/actor.ts';
import { notationsOf } from './asked-document.ts';
import type { RegisteredDocument } from './registered-document.ts';
import { DOCUMENT_ID } from './registered-document.ts';

/** Where registered documents are found. MUST answer from a consistent read, for this tenant and client alone. */
export interface DocumentSource {
  /** @throws UpstreamUnavailableError */
  find(tenant: string, client: string, id: string): Promise<RegisteredDocument | null>;
}

/** Of an approved document, what running it needs. */
export interface ApprovedDocument {
  readonly text: string;
  /** Hex SHA-256 of `text`. */
  readonly sha256: string;
}

/** Version of schema and policy in force; `null`: the tenant is not configured. */
export type VersionInForce = (tenant: string) => string | null;

/** Whose documents are asked for. */
export type Owner = Pick<Actor, 'tenant' | 'client'>;

/** `null`: there is none that may run. At once where it is known. */
export type FindApproved = (
  owner: Owner,
  id: string,
) => ApprovedDocument | null | Promise<ApprovedDocument | null>;

/** Milliseconds since its read began that an answer may be given from memory: a retirement holds everywhere then. */
export const KEPT_MS = 5_000;
/** Answers kept of either kind. Apart, so that a flood of unknown ids displaces no approved document. */
const MAX_KEPT = 10_000;

interface Kept {
  /** When the read began. */
  readonly since: number;
  /** What was in force then. */
  readonly version: string | null;
  readonly document: ApprovedDocument | null;
}

/**
 * Approved documents as this process knows them, by any notation of their id. Unknown, another's, proposed, rejected
 * and retired are one and the same `null`, kept alike. Reads of the same document that are under way at once are one
 * read. What was read under another schema or policy than those in force does not count.
 */
export function approvedDocuments(
  source: DocumentSource,
  versionOf: VersionInForce,
  clock: Clock,
): FindApproved {
  const approved = new BoundedMap<Kept>(MAX_KEPT);
  const absent = new BoundedMap<Kept>(MAX_KEPT);
  const reading = new Map<string, Promise<Kept>>();
  const headOf = headWriter();
  const isFresh = ({ since }: Kept) => {
    const age = clock() - since;
    return age >= 0 && age < KEPT_MS;
  };

  const readFirst = async ({ tenant, client }: Owner, id: string): Promise<ApprovedDocument | null> => {
    for (const notation of notationsOf(id)) {
      const found = await source.find(tenant, client, notation);
      // Decided under one notation it is decided: a text that was retired has no other name.
      if (found !== null && found.status !== 'PROPOSED') return ifApproved(found, tenant, client, notation);
    }
    return null;
  };

  const read = async (owner: Owner, id: string, key: string): Promise<Kept> => {
    const since = clock();
    const version = versionOf(owner.tenant);
    const kept = Object.freeze({ since, version, document: await readFirst(owner, id) });
    const [known, other] = kept.document === null ? [absent, approved] : [approved, absent];
    other.delete(key);
    known.set(key, kept);
    return kept;
  };

  const readOnce = async (owner: Owner, id: string, key: string): Promise<ApprovedDocument | null> => {
    const underWay = reading.get(key) ?? read(owner, id, key).finally(() => reading.delete(key));
    reading.set(key, underWay);
    const kept = await underWay;
    if (!isFresh(kept))
      throw new UpstreamUnavailableError('a document took longer to read than it may be kept');
    return kept.version === versionOf(owner.tenant) ? kept.document : readOnce(owner, id, key);
  };

  return (owner, id) => {
    const key = headOf(owner) + id;
    const kept = approved.get(key) ?? absent.get(key);
    if (kept !== undefined && isFresh(kept) && kept.version === versionOf(owner.tenant)) return kept.document;
    // Nothing else was ever read, so that nothing else is in memory.
    if (!DOCUMENT_ID.test(id)) return null;
    approved.delete(key);
    absent.delete(key);
    return readOnce(owner, id, key);
  };
}

/** What keys of an owner begin with. The same verified token gives the same frozen actor, for whom it is written once. */
function headWriter(): (owner: Owner) => string {
  const known = new WeakMap<Owner, string>();
  return (owner) => {
    let head = known.get(owner);
    if (head === undefined) {
      head = headFor(owner.tenant, owner.client);
      known.set(owner, head);
    }
    return head;
  };
}

/** Lengths first, so that no name runs into the next. */
function headFor(tenant: string, client: string): string {
  return `${tenant.length} ${client.length} ${tenant} ${client} `;
}

/** What was found is looked at again: a source that mixes up keys runs nothing. */
function ifApproved(
  found: RegisteredDocument,
  tenant: string,
  client: string,
  id: string,
): ApprovedDocument | null {
  const isAsked = found.tenant === tenant && found.client === client && found.id === id;
  if (!isAsked || found.status !== 'APPROVED') return null;
  return Object.freeze({ text: found.text, sha256: found.sha256 });
}
