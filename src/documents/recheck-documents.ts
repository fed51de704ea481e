import type { DocumentNode } from 'graphql';
import { PhieldError } from '../errors.ts';
import { checkDocument } from './check-document.ts';
import { compareFootprints } from './compare-footprints.ts';
import type { DocumentRegistry } from './document-registry.ts';
import type { Footprint, FootprintDifference } from './footprint.ts';
import type { RegisteredDocument } from './registered-document.ts';

/** Why a document that was approved waits again: `reason` of the document. */
export type RecheckReason = 'FOOTPRINT_WIDENED' | 'NO_LONGER_FITS';

export interface RecheckedDocument {
  readonly document: RegisteredDocument;
  /** `null`: it stays what it was, under its footprint of now. */
  readonly sentBack: RecheckReason | null;
  /** From what was approved, or what is stored where nothing was; `null`: it does not fit the schema. */
  readonly difference: FootprintDifference | null;
}

/**
 * After schema or policy changed: every document of a tenant that may run, or waits, gets the footprint of now. One that
 * was approved and now reaches further than its reviewer saw goes back to review and says so; so does one that does not
 * fit the schema any more. One that reaches no further keeps what was approved, so that it may come back to that.
 * @param record called before a document is sent back; what cannot be recorded is not changed.
 * @returns those that were looked at; one that somebody reviews meanwhile is left to them, and to the next time.
 * @throws UpstreamUnavailableError, LedgerUnavailableError
 */
export async function recheckDocuments(
  registry: DocumentRegistry,
  record: (client: string, id: string) => Promise<void>,
): Promise<readonly RecheckedDocument[]> {
  const { store, tenant, version } = registry;
  const known = await store.list(tenant, {});
  const stale = known.filter(
    ({ status, checkedUnder }) =>
      checkedUnder !== version && (status === 'APPROVED' || status === 'PROPOSED'),
  );
  const rechecked: RecheckedDocument[] = [];
  for (const found of stale) {
    const now = recheck(registry, found);
    if (now.sentBack !== null) await record(found.client, found.id);
    if ((await store.put(now.document, found.status)) === 'stored') rechecked.push(now);
  }
  return rechecked;
}

function recheck(registry: DocumentRegistry, found: RegisteredDocument): RecheckedDocument {
  const { version, rules } = registry;
  const runs = found.status === 'APPROVED';
  const result = checkDocument({ id: found.id, text: found.text, place: found.id }, rules);
  // Its version stays the old one, so that nobody approves it without its being looked at again.
  if ('findings' in result) return rechecked(found, runs ? 'NO_LONGER_FITS' : null, null);
  const footprint = footprintWithin(registry, result.checked.document);
  if (footprint === null) return rechecked(found, runs ? 'NO_LONGER_FITS' : null, null);
  const difference = compareFootprints(found.approvedFootprint ?? found.footprint, footprint);
  const isWider = runs && difference.widened;
  return rechecked(
    { ...found, footprint, checkedUnder: version },
    isWider ? 'FOOTPRINT_WIDENED' : null,
    difference,
  );
}

/** `null`: under the schema of now it reaches too far to be told. One document MUST NOT keep a gateway from starting. */
function footprintWithin({ footprintOf }: DocumentRegistry, document: DocumentNode): Footprint | null {
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
