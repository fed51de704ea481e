import { ETHNICITIES, LANGUAGES, MARITAL, RACES } from './care-catalog.ts';
import { concept, SYSTEM } from './concept.ts';
import { type FhirResource, reference, resource } from './fhir-resource.ts';
import { DAY, dateOf, dateTimeOf, YEAR } from './moments.ts';
import { FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES, STREETS, TOWNS } from './people-names.ts';
import type { Random } from './random.ts';

/** Somebody who does not exist. Instants are milliseconds since the epoch. */
export interface Person {
  /** Logical id of the Patient. */
  readonly id: string;
  readonly given: string;
  readonly family: string;
  readonly female: boolean;
  readonly birth: number;
  readonly death: number | null;
  readonly mrn: string;
}

/** What is fixed about a person; the rest is drawn. */
export interface PersonPlan {
  readonly id: string;
  readonly mrn: string;
  /** In years. */
  readonly age: number;
  readonly deceased: boolean;
  readonly given?: string;
  readonly family?: string;
  readonly female?: boolean;
}

export function generatePerson(plan: PersonPlan, random: Random, now: number): Person {
  const female = plan.female ?? random.chance(0.52);
  const death = plan.deceased ? now - random.int(20, 700) * DAY : null;
  // Between two birthdays, never on one: the age holds for the days around `now`.
  const birth = (death ?? now) - Math.round(plan.age * YEAR) - random.int(30, 330) * DAY;
  return Object.freeze({
    id: plan.id,
    given: plan.given ?? random.pick(female ? FEMALE_NAMES : MALE_NAMES),
    family: plan.family ?? random.pick(FAMILY_NAMES),
    female,
    birth,
    death,
    mrn: plan.mrn,
  });
}

/** The Patient resource. It says of itself that it is synthetic. */
export function patientResource(
  person: Person,
  physician: string,
  hospital: string,
  random: Random,
): FhirResource {
  const [race, ethnicity] = [random.pick(RACES), random.pick(ETHNICITIES)];
  const [marital, language] = [random.pick(MARITAL), LANGUAGES[random.chance(0.8) ? 0 : random.int(1, 3)]];
  const town = random.pick(TOWNS);
  const adult = person.birth < (person.death ?? Number.POSITIVE_INFINITY) - 18 * YEAR;
  return resource('Patient', person.id, {
    text: {
      status: 'generated',
      div: '<div xmlns="http://www.w3.org/1999/xhtml">Synthetic patient: generated, about nobody.</div>',
    },
    active: true,
    identifier: [
      {
        use: 'usual',
        type: concept(SYSTEM.identifierType, 'MR', 'Medical record number'),
        system: `urn:phield:synthetic:${hospital}`,
        value: person.mrn,
      },
      {
        type: concept(SYSTEM.identifierType, 'SS', 'Social Security number'),
        system: SYSTEM.ssn,
        value: neverIssued(random),
      },
    ],
    name: [
      {
        use: 'official',
        text: `${person.given} ${person.family}`,
        family: person.family,
        given: [person.given],
      },
    ],
    telecom: [
      // 555-0100 to 555-0199 are kept for fiction by the North American Numbering Plan.
      { system: 'phone', use: 'home', value: `${town.areaCode}-555-01${random.int(10, 99)}` },
      {
        system: 'email',
        value: `${person.given}.${person.family}${random.int(1, 99)}@example.org`.toLowerCase(),
      },
    ],
    gender: person.female ? 'female' : 'male',
    birthDate: dateOf(person.birth),
    ...(person.death === null ? { deceasedBoolean: false } : { deceasedDateTime: dateTimeOf(person.death) }),
    address: [
      {
        use: 'home',
        line: [`${random.int(1, 240)} ${random.pick(STREETS)}`],
        city: town.city,
        state: town.state,
        postalCode: town.zip,
        country: 'US',
      },
    ],
    ...(adult && {
      maritalStatus: concept('http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', ...marital),
    }),
    ...(language !== undefined && {
      communication: [{ language: concept('urn:ietf:bcp:47', ...language), preferred: true }],
    }),
    extension: [usCore('race', race), usCore('ethnicity', ethnicity)],
    generalPractitioner: [reference('Practitioner', physician)],
    managingOrganization: reference('Organization', hospital),
  });
}

/** Area 9xx is no social security number; group 10 to 49 of it is no taxpayer number either. */
function neverIssued(random: Random): string {
  const serial = String(random.int(1, 9_999)).padStart(4, '0');
  return `9${random.int(10, 99)}-${random.int(10, 49)}-${serial}`;
}

function usCore(kind: 'race' | 'ethnicity', [code, display]: readonly [string, string]) {
  return {
    url: `http://hl7.org/fhir/us/core/StructureDefinition/us-core-${kind}`,
    extension: [
      { url: 'ombCategory', valueCoding: { system: SYSTEM.race, code, display } },
      { url: 'text', valueString: display },
    ],
  };
}
