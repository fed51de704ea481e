import { fhirInterval } from '../src/access/fhir-interval.ts';

/** What orders two versions of one resource (FHIR R4 §2.26, `Resource.meta`). */
export interface ResourceVersion {
  /** `meta.versionId` when it is a plain number, else `null`: other ids have no order. */
  readonly version: number | null;
  /** `meta.lastUpdated` when it is a FHIR date, else `null`. */
  readonly lastUpdated: string | null;
}

export const UNKNOWN_VERSION: ResourceVersion = Object.freeze({ version: null, lastUpdated: null });

/**
 * Version numbers decide where both have one and they differ, else `meta.lastUpdated`; else what comes last is newer.
 * What reads an input MUST ask the same as what writes it: labels of a version that is not stored would hold for others.
 */
export function isOlder(one: ResourceVersion, other: ResourceVersion): boolean {
  if (one.version !== null && other.version !== null && one.version !== other.version)
    return one.version < other.version;
  const earlier = one.lastUpdated === null ? null : fhirInterval(one.lastUpdated);
  const later = other.lastUpdated === null ? null : fhirInterval(other.lastUpdated);
  return earlier !== null && later !== null && earlier.latest < later.earliest;
}

/**
 * The version a removal counts as. What it does not say itself, as a deletion in a Bundle says nothing, follows on what
 * is stored, since a deletion is a version of its own (https://hl7.org/fhir/R4/http.html#delete): what it took out MUST
 * NOT come back by being imported again.
 */
export function versionOfRemoval(removal: ResourceVersion, stored: ResourceVersion): ResourceVersion {
  return {
    version: removal.version ?? (stored.version === null ? null : stored.version + 1),
    lastUpdated: removal.lastUpdated ?? instantAfter(stored.lastUpdated),
  };
}

function instantAfter(lastUpdated: string | null): string | null {
  const interval = lastUpdated === null ? null : fhirInterval(lastUpdated);
  return interval === null ? null : new Date(interval.latest + 1).toISOString();
}
