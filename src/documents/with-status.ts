import type { StatusChange } from './document-store.ts';
import type { DocumentStatus, RegisteredDocument } from './registered-document.ts';

/** From which statuses a document may come to each: what was refused or taken out does not run by a second thought alone. */
const FROM: Readonly<Record<DocumentStatus, readonly DocumentStatus[]>> = Object.freeze({
  PROPOSED: Object.freeze(['PROPOSED', 'APPROVED', 'RETIRED'] as const),
  APPROVED: Object.freeze(['PROPOSED', 'REJECTED'] as const),
  REJECTED: Object.freeze(['PROPOSED'] as const),
  RETIRED: Object.freeze(['APPROVED', 'PROPOSED', 'REJECTED'] as const),
});

export function mayBecome(from: DocumentStatus, to: DocumentStatus): boolean {
  return FROM[to].includes(from);
}

/** The document after a review. Approved, its footprint is the one that later ones are compared with. */
export function withStatus(
  document: RegisteredDocument,
  status: DocumentStatus,
  { by, at, reason }: StatusChange,
): RegisteredDocument {
  const approved = status === 'APPROVED' && { approvedFootprint: document.footprint, approvedAt: at };
  return Object.freeze({ ...document, ...approved, status, reviewedBy: by, reviewedAt: at, reason });
}
