import type { Address, ContactPoint, HumanName, Identifier } from '../../src/generated/resolver-types.ts';
import { firstCode } from './coding.ts';
import { readCode, readElement, readInteger, readList, readString, readUri } from './read-element.ts';

/** FHIR R4 HumanName. */
export function toHumanName(value: unknown): HumanName | null {
  const name = readElement(value);
  if (name === null) return null;
  return {
    use: readCode(name.use),
    text: readString(name.text),
    family: readString(name.family),
    given: readList(name.given, readString),
    prefix: readList(name.prefix, readString),
    suffix: readList(name.suffix, readString),
  };
}

/** FHIR R4 Address. */
export function toAddress(value: unknown): Address | null {
  const address = readElement(value);
  if (address === null) return null;
  return {
    use: readCode(address.use),
    line: readList(address.line, readString),
    city: readString(address.city),
    district: readString(address.district),
    state: readString(address.state),
    postalCode: readString(address.postalCode),
    country: readString(address.country),
  };
}

/** FHIR R4 ContactPoint. */
export function toContactPoint(value: unknown): ContactPoint | null {
  const contact = readElement(value);
  if (contact === null) return null;
  return {
    system: readCode(contact.system),
    value: readString(contact.value),
    use: readCode(contact.use),
    rank: readInteger(contact.rank),
  };
}

/** FHIR R4 Identifier. */
export function toIdentifier(value: unknown): Identifier | null {
  const identifier = readElement(value);
  if (identifier === null) return null;
  return {
    use: readCode(identifier.use),
    system: readUri(identifier.system),
    value: readString(identifier.value),
    type: firstCode(identifier.type),
  };
}
