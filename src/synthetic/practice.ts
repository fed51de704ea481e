import { concept, SYSTEM } from './concept.ts';
import { type FhirResource, reference, resource } from './fhir-resource.ts';
import { FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES } from './people-names.ts';
import type { Random } from './random.ts';

export type StaffKind = 'physician' | 'nurse' | 'pharmacist' | 'coordinator';

export interface Staff {
  /** Logical id of the Practitioner. */
  readonly id: string;
  readonly kind: StaffKind;
}

/** One house: who works there, where, and who pays. Ids are logical ids. */
export interface Practice {
  readonly hospital: string;
  readonly payer: string;
  readonly clinic: string;
  readonly ward: string;
  readonly bed: string;
  readonly physicians: readonly Staff[];
  readonly nurses: readonly Staff[];
  readonly pharmacist: Staff;
  readonly coordinator: Staff;
  /** A group that covers at night: a CareTeam without a patient. */
  readonly cover: string;
  readonly resources: readonly FhirResource[];
}

export interface PracticePlan {
  readonly name: string;
  /** Starts the ids of everything in the house. */
  readonly prefix: string;
  /** Fixed ids for the first physicians; the rest are generated. */
  readonly named: Readonly<Record<StaffKind, string>>;
  /** Works here, and knows nobody. */
  readonly stranger: string | null;
}

/** National taxonomy of what staff do (NUCC). */
const TAXONOMY = 'http://nucc.org/provider-taxonomy';
const SPECIALTY: Readonly<Record<StaffKind, readonly [string, string]>> = Object.freeze({
  physician: ['207Q00000X', 'Family Medicine Physician'],
  nurse: ['163W00000X', 'Registered Nurse'],
  pharmacist: ['183500000X', 'Pharmacist'],
  coordinator: ['171M00000X', 'Case Manager/Care Coordinator'],
});

export function generatePractice({ name, prefix, named, stranger }: PracticePlan, random: Random): Practice {
  const hospital = `${prefix}-hospital`;
  const payer = `${prefix}-payer`;
  const [clinic, ward, bed, annex] = [
    `${prefix}-clinic`,
    `${prefix}-ward`,
    `${prefix}-bed`,
    `${prefix}-annex`,
  ];
  const cover = `${prefix}-night-cover`;
  const pharmacist: Staff = { id: named.pharmacist, kind: 'pharmacist' };
  const coordinator: Staff = { id: named.coordinator, kind: 'coordinator' };
  const staff: readonly Staff[] = [
    { id: named.physician, kind: 'physician' },
    { id: `${prefix}-physician-2`, kind: 'physician' },
    { id: `${prefix}-physician-3`, kind: 'physician' },
    { id: named.nurse, kind: 'nurse' },
    { id: `${prefix}-nurse-2`, kind: 'nurse' },
    pharmacist,
    coordinator,
  ];
  const kept = (kind: StaffKind) => staff.filter((member) => member.kind === kind);
  const resources = [
    organization(hospital, `${name} Community Hospital`, 'prov'),
    organization(payer, `${name} Mutual Health Plan`, 'ins'),
    location(clinic, `${name} Family Clinic`, 'bu', null, hospital),
    location(ward, `${name} Ward 2`, 'wa', null, hospital),
    location(bed, `${name} Ward 2, bed 7`, 'bd', ward, hospital),
    location(annex, `${name} Annex`, 'bu', null, hospital),
    ...staff.flatMap((member) => person(member, member.kind === 'nurse' ? ward : clinic, hospital, random)),
    ...(stranger === null ? [] : person({ id: stranger, kind: 'physician' }, annex, hospital, random)),
    resource('CareTeam', cover, {
      status: 'active',
      name: `${name} night cover`,
      participant: kept('physician')
        .slice(1)
        .map(({ id }) => ({ member: reference('Practitioner', id) })),
    }),
  ];
  return Object.freeze({
    hospital,
    payer,
    clinic,
    ward,
    bed,
    physicians: kept('physician'),
    nurses: kept('nurse'),
    pharmacist,
    coordinator,
    cover,
    resources,
  });
}

function organization(id: string, name: string, type: string): FhirResource {
  return resource('Organization', id, {
    active: true,
    type: [concept(SYSTEM.organizationType, type)],
    name,
  });
}

function location(
  id: string,
  name: string,
  physicalType: string,
  partOf: string | null,
  organizationId: string,
): FhirResource {
  return resource('Location', id, {
    status: 'active',
    name,
    mode: 'instance',
    physicalType: concept(SYSTEM.physicalType, physicalType),
    managingOrganization: reference('Organization', organizationId),
    ...(partOf !== null && { partOf: reference('Location', partOf) }),
  });
}

function person(
  { id, kind }: Staff,
  place: string,
  organizationId: string,
  random: Random,
): readonly FhirResource[] {
  const female = random.chance(0.5);
  const given = random.pick(female ? FEMALE_NAMES : MALE_NAMES);
  const family = random.pick(FAMILY_NAMES);
  const [code, display] = SPECIALTY[kind];
  return [
    resource('Practitioner', id, {
      active: true,
      // Real NPIs start with 1 or 2: these are nobody's.
      identifier: [{ system: SYSTEM.npi, value: `9${random.int(100_000_000, 999_999_999)}` }],
      name: [{ use: 'official', text: `${given} ${family}`, family, given: [given] }],
      gender: female ? 'female' : 'male',
    }),
    resource('PractitionerRole', `${id}-role`, {
      active: true,
      practitioner: reference('Practitioner', id),
      organization: reference('Organization', organizationId),
      location: [reference('Location', place)],
      code: [concept(TAXONOMY, code, display)],
      specialty: [concept(TAXONOMY, code, display)],
    }),
  ];
}
