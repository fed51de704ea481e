import type { DocumentNode } from 'graphql';
import { PhieldError } from '../errors.ts';
import { checkDocument } from './check-document.ts';
import { compareFootprints } from './compare-footprints.ts';
import type { DocumentChecks } from './document-checks.ts';
import type { Footprint, FootprintDifference } from './footprint.ts';
import type { RegisteredDocument } from './registered-document.ts';

/** Why a document that was approved waits again: `reason` of the document. */
export type RecheckReason = 'FOOTPRINT_WIDENED' | 'NO_LONGER_PHI' | 'NO_LONGER_FITS';

export interface RecheckedDocument {
  readonly document: RegisteredDocument;
  /** `null`: it stays what it was, under its footprint of now. */
  readonly sentBack: RecheckReason | null;
  /** From what was approved, or what is stored where nothing was; `null`: it does not fit the schema. */
  readonly difference: FootprintDifference | null;
}

/**
 * A document under the schema and policy in force. One that was approved and now reaches further than its reviewer saw
 * waits again, and so does one that does not fit. One that reaches no further keeps what was approved, so that it may
 * come back to that.
 */
export function recheckDocument(checks: DocumentChecks, found: RegisteredDocument): RecheckedDocument {
  const runs = found.status === 'APPROVED';
  const result = checkDocument({ id: found.id, text: found.text, place: found.id }, checks.rules);
  // Its version stays the old one, so that nobody approves it without its being looked at again.
  if ('findings' in result) return rechecked(found, runs ? 'NO_LONGER_FITS' : null, null);
  const footprint = footprintWithin(checks, result.checked.document);
  if (footprint === null) return rechecked(found, runs ? 'NO_LONGER_FITS' : null, null);
  const approved = found.approvedFootprint ?? found.footprint;
  const difference = compareFootprints(approved, footprint);
  return rechecked(
    { ...found, footprint, checkedUnder: checks.version },
    runs ? reasonFor(approved, footprint, difference) : null,
    difference,
  );
}

function reasonFor(
  approved: Footprint,
  now: Footprint,
  { widened }: FootprintDifference,
): RecheckReason | null {
  if (widened) return 'FOOTPRINT_WIDENED';
  return isDeclassified(approved, now) ? 'NO_LONGER_PHI' : null;
}

/** The text is the same, so what it no longer touches it still asks for: everybody gets it now, and no ledger tells. */
function isDeclassified(approved: Footprint, now: Footprint): boolean {
  const touched = ({ coordinates, filters, insights }: Footprint) => [
    ...coordinates.map(({ coordinate }) => coordinate),
    ...filters,
    ...insights,
  ];
  const still = new Set(touched(now));
  return touched(approved).some((name) => !still.has(name));
}

/** `null`: under the schema of now it reaches too far to be told. One document MUST NOT keep a gateway from starting. */
function footprintWithin({ footprintOf }: DocumentChecks, document: DocumentNode): Footprint | null {
  try {
    return footprintOf(document);
  } catch (error) {
    if (error instanceof PhieldError && error.code === 'OPERATION_TOO_COMPLEX') return null;
    throw error;
  }
}

function rechecked(
  document: RegisteredDocument,
  sentBack: RecheckReason | null,
  difference: FootprintDifference | null,
): RecheckedDocument {
  const back = sentBack !== null && { status: 'PROPOSED' as const, reason: sentBack };
  return Object.freeze({ document: Object.freeze({ ...document, ...back }), sentBack, difference });
}
