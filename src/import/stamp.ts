import { fhirInterval } from '../access/fhir-interval.ts';
import { type FhirObject, objectOf, textOf } from '../fhir/fhir-json.ts';

/** What orders two versions of one resource. */
export interface Stamp {
  readonly version: number | null;
  /** Milliseconds since the epoch. */
  readonly updated: number | null;
}

/** `null` when the resource says neither version nor time. */
export function stampOf(resource: FhirObject): Stamp | null {
  const meta = objectOf(resource.meta);
  const versionId = textOf(meta?.versionId) ?? '';
  const version = /^\d{1,15}$/.test(versionId) ? Number(versionId) : null;
  const updated = fhirInterval(textOf(meta?.lastUpdated) ?? '')?.earliest ?? null;
  return version === null && updated === null ? null : { version, updated };
}

/** True when `one` is known to come before `other`. */
export function isOlder(one: Stamp | null, other: Stamp | null): boolean {
  if (one === null || other === null) return false;
  if (one.updated !== null && other.updated !== null && one.updated !== other.updated) {
    return one.updated < other.updated;
  }
  return one.version !== null && other.version !== null && one.version < other.version;
}
