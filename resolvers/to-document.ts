import { compareFootprints } from '../src/documents/compare-footprints.ts';
import type { Footprint } from '../src/documents/footprint.ts';
import { lastApproved } from '../src/documents/last-approved.ts';
import type { RegisteredDocument } from '../src/documents/registered-document.ts';
import type {
  DocumentDifference,
  DocumentFootprint,
  RegisteredDocument as ShownDocument,
} from '../src/generated/resolver-types.ts';

/** A document as it is shown. @param others documents of the same client, by which it is compared */
export function toDocument(
  document: RegisteredDocument,
  others: readonly RegisteredDocument[],
): ShownDocument {
  const { footprint, proposedAt, reviewedAt, id, client, name, text, sha256, kind } = document;
  const { status, proposedBy, reviewedBy, reason } = document;
  return {
    id,
    client,
    name,
    text,
    sha256,
    kind,
    status,
    footprint: toFootprint(footprint),
    difference: differenceOf(lastApproved(document, others), footprint),
    proposedBy,
    proposedAt: new Date(proposedAt).toISOString(),
    reviewedBy,
    reviewedAt: reviewedAt === null ? null : new Date(reviewedAt).toISOString(),
    reason,
  };
}

const NO_DIFFERENCE: DocumentDifference = Object.freeze({ widened: false, added: [], removed: [] });

/** Most documents are what was approved: they are not looked into. */
function differenceOf(before: Footprint | null, after: Footprint): DocumentDifference {
  return before?.hash === after.hash ? NO_DIFFERENCE : compareFootprints(before, after);
}

function toFootprint({ byRole, ...footprint }: Footprint): DocumentFootprint {
  const roles = Object.entries(byRole).map(([role, { whole, masked, denied }]) => {
    return { role, whole, masked, denied };
  });
  return { ...footprint, byRole: roles };
}
