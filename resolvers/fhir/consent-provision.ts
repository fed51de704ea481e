import type { ConsentProvision } from '../../src/generated/resolver-types.ts';
import { toCoding } from './coding.ts';
import { toPeriod } from './period.ts';
import { readCode, readElement, readList } from './read-element.ts';

/** FHIR R4 Consent.provision, its first level. */
export function toConsentProvision(value: unknown): ConsentProvision | null {
  const provision = readElement(value);
  if (provision === null) return null;
  return {
    type: readCode(provision.type),
    period: toPeriod(provision.period),
    purpose: readList(provision.purpose, toCoding),
    securityLabel: readList(provision.securityLabel, toCoding),
  };
}
