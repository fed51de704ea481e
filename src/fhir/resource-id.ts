import { createHash } from 'node:crypto';

/** FHIR names of types are ASCII words: nothing else is repeated in a report. */
const FHIR_TYPE = /^[A-Z][A-Za-z]{1,39}$/;

export function isFhirTypeName(type: string): boolean {
  return FHIR_TYPE.test(type);
}

/**
 * The id a resource without one gets: the UUID of its `fullUrl`, else a digest of that, else of its content. The same
 * input gives the same id on every run, so importing again changes nothing.
 */
export function derivedId(fullUrl: string | null, content: string): string {
  const uuid = fullUrl === null ? null : /^urn:uuid:([0-9A-Fa-f-]{36})$/.exec(fullUrl);
  if (uuid?.[1] !== undefined) return uuid[1].toLowerCase();
  return createHash('sha256')
    .update(fullUrl ?? content)
    .digest('hex')
    .slice(0, 40);
}
