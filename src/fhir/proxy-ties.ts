import type { Tie } from '../access/facts.ts';
import { codingsOf, type FhirObject, objectsOf } from './fhir-json.ts';
import { readPeriod } from './period.ts';

/** `valueBoolean` true: the adult patient authorised this person in writing. On RelatedPerson. */
export const PROXY_AUTHORISATION = 'https://phield.dev/fhir/StructureDefinition/proxy-authorisation';
/** `valueBoolean` true: the patient's diminished capacity is recorded. On RelatedPerson. */
export const DIMINISHED_CAPACITY = 'https://phield.dev/fhir/StructureDefinition/diminished-capacity';

const CONTACT_ROLE = 'http://terminology.hl7.org/CodeSystem/v2-0131';
const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';

/** Relationships that make nobody a representative: contacts, employers, payers, agencies, neighbours, friends. */
const NO_REPRESENTATIVE: ReadonlySet<string> = new Set([
  ...['C', 'E', 'F', 'I', 'S', 'CP', 'EP', 'PR', 'BP'].map((code) => `${CONTACT_ROLE}|${code}`),
  ...['NBOR', 'ROOM', 'FRND'].map((code) => `${ROLE_CODE}|${code}`),
]);

/**
 * A related person in use is the patient's proxy in its period. `active` left out means active
 * (https://hl7.org/fhir/R4/relatedperson-definitions.html#RelatedPerson.active). What a proxy may see by the patient's
 * age is decided where access is, from the two extensions.
 */
export function proxyTies(person: FhirObject, source: string): readonly Tie[] {
  const period = readPeriod(person.period);
  const active = person.active === undefined || person.active === true;
  if (!active || period === null) return [];
  const authorisation = says(person, PROXY_AUTHORISATION);
  const kinds = objectsOf(person.relationship).flatMap(codingsOf);
  const contactOnly =
    kinds.length > 0 && kinds.every(({ system, code }) => NO_REPRESENTATIVE.has(`${system ?? ''}|${code}`));
  if (contactOnly && !authorisation) return [];
  return [
    {
      kind: 'PROXY',
      anchor: source,
      source,
      ...period,
      authorisation,
      diminishedCapacity: says(person, DIMINISHED_CAPACITY),
    },
  ];
}

function says(person: FhirObject, url: string): boolean {
  return objectsOf(person.extension).some(
    (extension) => extension.url === url && extension.valueBoolean === true,
  );
}
