import { type FhirObject, objectOf, objectsOf, textOf, textsOf } from '../../fhir/fhir-json.ts';
import type { KnownIdentifiers } from './known-identifiers.ts';

/**
 * What identifies the persons of FHIR Patient, Practitioner and RelatedPerson resources (R4 8.1, 8.4, 8.5), contacts
 * of a patient among them. Whatever is not of the expected shape is passed over.
 */
export function knownIdentifiersOf(resources: readonly FhirObject[]): KnownIdentifiers {
  const persons = resources.flatMap((resource) => [resource, ...objectsOf(resource.contact)]);
  const telecoms = persons.flatMap(({ telecom }) => objectsOf(telecom));
  const identifiers = persons.flatMap(({ identifier }) => objectsOf(identifier));
  const isEmail = (telecom: FhirObject): boolean => textOf(telecom.value)?.includes('@') === true;
  return Object.freeze({
    names: unique([
      ...persons.flatMap(namesOf),
      ...extensionsOf(resources, MAIDEN_NAME).map(({ valueString }) => valueString),
    ]),
    dates: unique(persons.map(({ birthDate }) => birthDate)),
    numbers: unique([
      ...identifiers.map(({ value }) => value),
      ...telecoms.filter((telecom) => !isEmail(telecom)).map(({ value }) => value),
    ]),
    emails: unique(telecoms.filter(isEmail).map(({ value }) => value)),
    addresses: unique([
      ...persons.flatMap(addressesOf),
      ...extensionsOf(resources, BIRTH_PLACE).map(({ valueAddress }) => objectOf(valueAddress)?.city),
    ]),
    ids: unique(resources.map(({ id }) => id)),
  });
}

const MAIDEN_NAME = 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName';
const BIRTH_PLACE = 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace';

function extensionsOf(resources: readonly FhirObject[], url: string): readonly FhirObject[] {
  return resources.flatMap(({ extension }) => objectsOf(extension)).filter((one) => one.url === url);
}

/** `name` is a list, but one in a contact. Maiden and earlier names are names too. */
function namesOf({ name }: FhirObject): readonly unknown[] {
  return several(name).flatMap((one) => {
    const whole = [...textsOf(one.given), textOf(one.family) ?? ''].filter((part) => part !== '').join(' ');
    return [whole, one.text];
  });
}

/** What is smaller than a state (45 CFR 164.514(b)(2)(i)(B)). */
function addressesOf({ address }: FhirObject): readonly unknown[] {
  return several(address).flatMap((one) => [
    ...textsOf(one.line),
    one.city,
    one.district,
    one.postalCode,
    one.text,
  ]);
}

function several(value: unknown): readonly FhirObject[] {
  const one = objectOf(value);
  return one === null ? objectsOf(value) : [one];
}

function unique(values: readonly unknown[]): readonly string[] {
  const texts = values.map((value) => textOf(value)?.trim() ?? '').filter((text) => text !== '');
  return Object.freeze([...new Set(texts)]);
}
