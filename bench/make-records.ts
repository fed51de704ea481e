import type { ResourceToWrite } from '../datasources/health-data.ts';
import type { Tie } from '../src/access/facts.ts';

export const PATIENT_COUNT = 50;
export const ENCOUNTERS = 5;
export const OBSERVATIONS = 10;
export const TENANT = 'riverside';
export const PHYSICIAN = 'Practitioner/p1';

export function patientId(index: number): string {
  return `synthetic-${String(index).padStart(4, '0')}`;
}

/**
 * What every data source of the yardstick is filled with, in memory or stored. Made up by counting: no
 * person, no chance. W1 to W3 are asked by a member of every patient's care team.
 */
export function makeRecords(): readonly ResourceToWrite[] {
  return Array.from({ length: PATIENT_COUNT }, (_, index) => [
    patient(index),
    ...Array.from({ length: ENCOUNTERS }, (_, nth) => encounter(index, nth)),
    ...Array.from({ length: OBSERVATIONS }, (_, nth) => observation(index, nth)),
  ]).flat();
}

function patient(index: number): ResourceToWrite {
  const tie: Tie = {
    kind: 'CARE_TEAM',
    anchor: PHYSICIAN,
    source: `CareTeam/team-${index}`,
    start: '2020-01-01',
    end: null,
  };
  const resource = {
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
  };
  return { ...toWrite('Patient', patientId(index), index, null, [], resource), ties: [tie] };
}

function encounter(index: number, nth: number): ResourceToWrite {
  const day = `${2020 + nth}-03-${pad(1 + (index % 28), 2)}`;
  const start = `${day}T09:00:00Z`;
  return toWrite('Encounter', `encounter-${index}-${nth}`, index, start, ['ENCOUNTER'], {
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    type: [{ text: 'Office visit' }],
    participant: [{ individual: { reference: PHYSICIAN } }],
    period: { start, end: `${day}T09:20:00Z` },
    hospitalization: { dischargeDisposition: { text: 'Discharged to home' } },
  });
}

function observation(index: number, nth: number): ResourceToWrite {
  const taken = `${2015 + nth}-06-${pad(1 + (index % 28), 2)}T10:30:00Z`;
  const category = nth % 2 === 0 ? 'LAB' : 'VITAL_SIGNS';
  return toWrite('Observation', `observation-${index}-${nth}`, index, taken, [category], {
    status: 'final',
    code: { text: `Measure ${nth}`, coding: [{ system: 'http://loinc.org', code: `1000-${nth}` }] },
    encounter: { reference: `Encounter/encounter-${index}-0` },
    effectiveDateTime: taken,
    valueQuantity: { value: 60 + index + nth / 10, unit: 'mg/dL', system: 'http://unitsofmeasure.org' },
  });
}

function toWrite(
  resourceType: string,
  id: string,
  patientIndex: number,
  date: string | null,
  rowCategories: readonly string[],
  resource: Readonly<Record<string, unknown>>,
): ResourceToWrite {
  const subjectId = patientId(patientIndex);
  return {
    resourceType,
    id,
    subjectId,
    rowCategories,
    labels: [],
    date,
    version: null,
    lastUpdated: null,
    removed: false,
    ties: [],
    memberships: [],
    index: null,
    resource: { resourceType, id, ...resource },
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
