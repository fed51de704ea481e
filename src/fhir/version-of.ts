import type { ResourceVersion } from '../../datasources/resource-version.ts';
import { type FhirObject, objectOf, textOf } from './fhir-json.ts';
import { isFhirDate } from './row-date.ts';

/** By `meta`. Never throws. */
export function versionOf(resource: FhirObject): ResourceVersion {
  const meta = objectOf(resource.meta);
  const versionId = textOf(meta?.versionId) ?? '';
  const lastUpdated = textOf(meta?.lastUpdated) ?? '';
  return {
    version: /^\d{1,15}$/.test(versionId) ? Number(versionId) : null,
    lastUpdated: isFhirDate(lastUpdated) ? lastUpdated : null,
  };
}
