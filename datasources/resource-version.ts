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
