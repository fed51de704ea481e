import { checkDocument } from './check-document.ts';
import type { DocumentRegistry } from './document-registry.ts';
import type { DocumentStatus, RegisteredDocument } from './registered-document.ts';
import { mayBecome } from './with-status.ts';

export interface ReviewRequest {
  readonly client: string;
  readonly id: string;
  readonly to: 'APPROVED' | 'REJECTED' | 'RETIRED';
  /** The status that the reviewer has seen. */
  readonly from: DocumentStatus;
  /** Hash of the footprint that the reviewer has seen; `null`: the one of now is meant. */
  readonly seen: string | null;
  readonly by: string;
  /** Nobody approves what they proposed. */
  readonly fourEyes: boolean;
  /** At most 500 characters, no PHI. */
  readonly reason: string | null;
  /** Called before anything is changed; what cannot be recorded is not done. */
  readonly record: () => Promise<void>;
}

/**
 * What came of it. `'own'`: it is the reviewer's own, where four eyes are needed. `'unfit'`: it no longer fits the schema.
 * `'conflict'`: it is not, or no longer, what the reviewer has seen.
 */
export type ReviewOutcome = RegisteredDocument | 'conflict' | 'own' | 'unfit' | null;

/**
 * A reviewer's decision on one document, under a condition on all that they have seen of it. What is approved is the
 * footprint of the schema and policy in force; where that is another than the one stored, it is stored, and waits to
 * be read.
 */
export async function reviewDocument(
  registry: DocumentRegistry,
  { client, id, to, from, seen, by, fourEyes, reason, record }: ReviewRequest,
): Promise<ReviewOutcome> {
  const { store, tenant, clock } = registry;
  const found = await store.find(tenant, client, id);
  if (found === null) return null;
  if (found.status !== from || !mayBecome(from, to)) return 'conflict';
  if (to === 'APPROVED') {
    if (fourEyes && found.proposedBy === by) return 'own';
    const fresh = await refreshed(registry, found);
    if (fresh !== found) return fresh;
  }
  const { hash } = found.footprint;
  if (seen !== null && seen !== hash) return 'conflict';
  await record();
  const done = await store.setStatus(tenant, client, id, from, to, { by, at: clock(), reason, seen: hash });
  return done === 'done' ? store.find(tenant, client, id) : done;
}

/** @returns the document itself where its footprint is the one of now. */
async function refreshed(
  registry: DocumentRegistry,
  found: RegisteredDocument,
): Promise<RegisteredDocument | 'conflict' | 'unfit'> {
  if (found.checkedUnder === registry.version) return found;
  const result = checkDocument({ id: found.id, text: found.text, place: found.id }, registry.rules);
  if (!('checked' in result)) return 'unfit';
  const footprint = registry.footprintOf(result.checked.document);
  if (footprint.hash === found.footprint.hash) return found;
  await registry.store.put({ ...found, footprint, checkedUnder: registry.version }, found.status);
  return 'conflict';
}
