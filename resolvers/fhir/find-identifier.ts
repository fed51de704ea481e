import type { Element } from './read-element.ts';
import { elements, readElement, readString } from './read-element.ts';

/** What tells one kind of identifier from others: a type code of HL7 table 0203, or the systems that issue it. */
export interface IdentifierKind {
  readonly type: string;
  readonly systems: readonly string[];
}

/** Medical record number. */
export const MEDICAL_RECORD: IdentifierKind = Object.freeze({ type: 'MR', systems: Object.freeze([]) });

/** United States social security number. */
export const SOCIAL_SECURITY: IdentifierKind = Object.freeze({
  type: 'SS',
  systems: Object.freeze(['http://hl7.org/fhir/sid/us-ssn', 'urn:oid:2.16.840.1.113883.4.1']),
});

/** National Provider Identifier. */
export const NATIONAL_PROVIDER: IdentifierKind = Object.freeze({
  type: 'NPI',
  systems: Object.freeze(['http://hl7.org/fhir/sid/us-npi', 'urn:oid:2.16.840.1.113883.4.6']),
});

/** HL7 table 0203: what kind of identifier it is. */
const IDENTIFIER_TYPE = 'http://terminology.hl7.org/CodeSystem/v2-0203';

/** Value of the first identifier of a kind that is not marked `old`; what is out of use is not found by either. */
export function findIdentifier(identifiers: unknown, kind: IdentifierKind): string | null {
  for (const identifier of elements(identifiers)) {
    const value = readString(identifier.value);
    if (value !== null && identifier.use !== 'old' && isOfKind(identifier, kind)) return value;
  }
  return null;
}

function isOfKind(identifier: Element, kind: IdentifierKind): boolean {
  if (typeof identifier.system === 'string' && kind.systems.includes(identifier.system)) return true;
  return elements(readElement(identifier.type)?.coding).some(
    ({ system, code }) => code === kind.type && (system === undefined || system === IDENTIFIER_TYPE),
  );
}
