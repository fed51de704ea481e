import type { Footprint } from './footprint.ts';
import type { RegisteredDocument } from './registered-document.ts';

/**
 * What a reviewer compares a document with: its own approved footprint where it has one, else that of the client's
 * last approved document of the same operation name, taken out of service since or not.
 * @param documents of the same tenant.
 * @returns `null`: the operation is new.
 */
export function lastApproved(
  { client, id, name, approvedFootprint }: RegisteredDocument,
  documents: readonly RegisteredDocument[],
): Footprint | null {
  if (approvedFootprint !== null) return approvedFootprint;
  if (name === null) return null;
  let last: RegisteredDocument | null = null;
  for (const other of documents) {
    if (other.client !== client || other.name !== name || other.id === id || other.approvedAt === null)
      continue;
    if (last === null || other.approvedAt > (last.approvedAt ?? 0)) last = other;
  }
  return last?.approvedFootprint ?? null;
}
