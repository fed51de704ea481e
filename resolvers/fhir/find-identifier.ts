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

/** Value of the first identifier of a kind, one in use before one marked `old`. */
export function findIdentifier(identifiers: unknown, kind: IdentifierKind): string | null {
  const found = elements(identifiers).filter(
    (identifier) => readString(identifier.value) !== null && isOfKind(identifier, kind),
  );
  const current = found.find((identifier) => identifier.use !== 'old') ?? found[0];
  return current === undefined ? null : readString(current.value);
}

function isOfKind(identifier: Element, kind: IdentifierKind): boolean {
  if (typeof identifier.system === 'string' && kind.systems.includes(identifier.system)) return true;
  return elements(readElement(identifier.type)?.coding).some((coding) => coding.code === kind.type);
}
