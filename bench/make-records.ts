import type { OrganizationalRecord, StoredRecord } from '../datasources/health-data.ts';
import type { Tie } from '../src/access/facts.ts';

export const PATIENT_COUNT = 50;
export const ENCOUNTERS = 5;
export const OBSERVATIONS = 10;
export const TENANT = 'riverside';
export const PHYSICIAN = 'Practitioner/p1';

/** What a data source of the yardstick is filled with. Made up by counting: no person, no chance. */
export interface BenchRecords {
  readonly patients: readonly StoredRecord[];
  readonly rows: readonly StoredRecord[];
  readonly organizational: readonly OrganizationalRecord[];
  /** By patient. */
  readonly ties: ReadonlyMap<string, readonly Tie[]>;
}

export function patientId(index: number): string {
  return `synthetic-${String(index).padStart(4, '0')}`;
}

export function makeRecords(): BenchRecords {
  const indexes = Array.from({ length: PATIENT_COUNT }, (_, index) => index);
  return Object.freeze({
    patients: indexes.map(patient),
    rows: indexes.flatMap((index) => [
      ...Array.from({ length: ENCOUNTERS }, (_, nth) => encounter(index, nth)),
      ...Array.from({ length: OBSERVATIONS }, (_, nth) => observation(index, nth)),
    ]),
    organizational: [{ resourceType: 'Practitioner', id: 'p1', name: [{ family: 'Synthetic-Doctor' }] }],
    ties: new Map(indexes.map((index) => [patientId(index), [careTeamTie(index)]])),
  });
}

/** W1 to W3 are asked by a member of every patient's care team. */
function careTeamTie(index: number): Tie {
  return {
    kind: 'CARE_TEAM',
    anchor: PHYSICIAN,
    source: `CareTeam/team-${index}`,
    start: '2020-01-01',
    end: null,
  };
}

function patient(index: number): StoredRecord {
  const id = patientId(index);
  return Object.freeze({
    resourceType: 'Patient',
    id,
    subjectId: id,
    rowCategories: [],
    labels: [],
    active: true,
    name: [{ use: 'official', family: `Synthetic-${index}`, given: [`Given-${index}`, 'M.'] }],
    identifier: [
      { system: 'urn:example:ssn', value: `000-00-${pad(index, 4)}`, type: coding(IDENTIFIER, 'SS') },
      { system: 'urn:example:mrn', value: `MRN-${pad(index, 8)}`, type: coding(IDENTIFIER, 'MR') },
    ],
    birthDate: `${1940 + (index % 70)}-${pad(1 + (index % 12), 2)}-${pad(1 + (index % 28), 2)}`,
    gender: index % 2 === 0 ? 'female' : 'male',
    deceasedBoolean: false,
    telecom: [
      { system: 'phone', value: `555-01${pad(index, 2)}`, use: 'home' },
      { system: 'email', value: `synthetic-${index}@example.org` },
    ],
    address: [
      {
        line: [`${index} Example Street`],
        city: 'Springfield',
        state: 'MA',
        postalCode: `021${pad(index, 2)}`,
      },
    ],
    maritalStatus: coding('http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', 'M'),
    communication: [{ language: coding('urn:ietf:bcp:47', 'en-US'), preferred: true }],
    extension: [usCore('race', 'White'), usCore('ethnicity', 'Not Hispanic or Latino')],
    generalPractitioner: [{ reference: PHYSICIAN }],
  });
}

function encounter(index: number, nth: number): StoredRecord {
  const day = `${2020 + nth}-03-${pad(1 + (index % 28), 2)}`;
  return Object.freeze({
    ...row('Encounter', index, nth, 'ENCOUNTER'),
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    type: [{ text: 'Office visit' }],
    participant: [{ individual: { reference: PHYSICIAN } }],
    period: { start: `${day}T09:00:00Z`, end: `${day}T09:20:00Z` },
    hospitalization: { dischargeDisposition: { text: 'Discharged to home' } },
  });
}

function observation(index: number, nth: number): StoredRecord {
  return Object.freeze({
    ...row('Observation', index, nth, nth % 2 === 0 ? 'LAB' : 'VITAL_SIGNS'),
    status: 'final',
    code: { text: `Measure ${nth}`, coding: [{ system: 'http://loinc.org', code: `1000-${nth}` }] },
    encounter: { reference: `Encounter/encounter-${index}-0` },
    effectiveDateTime: `${2015 + nth}-06-${pad(1 + (index % 28), 2)}T10:30:00Z`,
    valueQuantity: { value: 60 + index + nth / 10, unit: 'mg/dL', system: 'http://unitsofmeasure.org' },
  });
}

function row(resourceType: string, index: number, nth: number, category: string) {
  return {
    resourceType,
    id: `${resourceType.toLowerCase()}-${index}-${nth}`,
    subjectId: patientId(index),
    rowCategories: [category],
    labels: [],
    subject: { reference: `Patient/${patientId(index)}` },
  };
}

const IDENTIFIER = 'http://terminology.hl7.org/CodeSystem/v2-0203';

function coding(system: string, code: string) {
  return { coding: [{ system, code }] };
}

function usCore(name: string, display: string) {
  return {
    url: `http://hl7.org/fhir/us/core/StructureDefinition/us-core-${name}`,
    extension: [{ url: 'ombCategory', valueCoding: { display } }],
  };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
