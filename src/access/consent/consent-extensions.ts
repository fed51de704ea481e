import { isJson, type Json } from '../../is-json.ts';

/** What FHIR R4's Consent has no element for. Documented in docs/consent.md. */
const BASE = 'https://phield.dev/fhir/StructureDefinition';
export const PURPOSE_EXTENSION = `${BASE}/consent-purpose`;
export const DECISION_EXTENSION = `${BASE}/consent-decision`;
export const PERIOD_EXTENSION = `${BASE}/consent-period`;
export const LAWFUL_BASIS_EXTENSION = `${BASE}/consent-lawful-basis`;
export const FORM_VERSION_EXTENSION = `${BASE}/consent-form-version`;
export const COLLECTION_METHOD_EXTENSION = `${BASE}/consent-collection-method`;
export const RECONSENT_DUE_EXTENSION = `${BASE}/consent-reconsent-due`;
export const RENEWS_EXTENSION = `${BASE}/consent-renews`;
export const WITHDRAWAL_EXTENSION = `${BASE}/consent-withdrawal`;

/** All extensions of one kind on a resource. */
export function extensionsOf(resource: Json, url: string): readonly Json[] {
  const all: readonly unknown[] = Array.isArray(resource.extension) ? resource.extension : [];
  return all.filter(isJson).filter((extension) => extension.url === url);
}
