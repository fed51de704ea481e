import type { PatientMatchResolvers, PatientResolvers } from '../src/generated/resolver-types.ts';
import { firstCode } from './fhir/coding.ts';
import { findIdentifier, MEDICAL_RECORD, SOCIAL_SECURITY } from './fhir/find-identifier.ts';
import { toAddress, toContactPoint, toHumanName, toIdentifier } from './fhir/person.ts';
import {
  elements,
  readBoolean,
  readCode,
  readDate,
  readDateTime,
  readList,
  readReference,
} from './fhir/read-element.ts';
import { readUsCoreCategory, US_CORE_ETHNICITY, US_CORE_RACE } from './fhir/us-core-category.ts';
import { insightsOf } from './insights.ts';
import { pageOfRows } from './page-of-rows.ts';
import { PATIENT_ROW_FILTERS } from './patient-row-filters.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 Patient, and the rows about the patient. */
export const patient: RowResolvers<PatientResolvers> = Object.freeze({
  name: (record) => readList(record.name, toHumanName),
  birthDate: (record) => readDate(record.birthDate),
  gender: (record) => readCode(record.gender),
  deceased: (record) =>
    readDateTime(record.deceasedDateTime) === null ? readBoolean(record.deceasedBoolean) : true,
  deceasedDate: (record) => readDateTime(record.deceasedDateTime),
  ssn: (record) => findIdentifier(record.identifier, SOCIAL_SECURITY),
  mrn: (record) => findIdentifier(record.identifier, MEDICAL_RECORD),
  identifiers: (record) => readList(record.identifier, toIdentifier),
  telecom: (record) => readList(record.telecom, toContactPoint),
  address: (record) => readList(record.address, toAddress),
  maritalStatus: (record) => firstCode(record.maritalStatus),
  language: (record) => preferredLanguage(record.communication),
  race: (record) => readUsCoreCategory(record.extension, US_CORE_RACE),
  ethnicity: (record) => readUsCoreCategory(record.extension, US_CORE_ETHNICITY),
  generalPractitioner: (record) => readList(record.generalPractitioner, readReference),

  encounters: pageOfRows('Encounter', PATIENT_ROW_FILTERS.encounters),
  conditions: pageOfRows('Condition', PATIENT_ROW_FILTERS.conditions),
  observations: pageOfRows('Observation', PATIENT_ROW_FILTERS.observations),
  medications: pageOfRows('MedicationRequest', PATIENT_ROW_FILTERS.medications),
  allergies: pageOfRows('AllergyIntolerance'),
  immunizations: pageOfRows('Immunization', PATIENT_ROW_FILTERS.immunizations),
  procedures: pageOfRows('Procedure', PATIENT_ROW_FILTERS.procedures),
  diagnosticReports: pageOfRows('DiagnosticReport', PATIENT_ROW_FILTERS.diagnosticReports),
  notes: pageOfRows('DocumentReference'),
  coverages: pageOfRows('Coverage'),
  claims: pageOfRows('Claim'),
  explanationsOfBenefit: pageOfRows('ExplanationOfBenefit'),
  careTeam: pageOfRows('CareTeam'),
  appointments: pageOfRows('Appointment'),
  consents: pageOfRows('Consent'),

  insights: (record) => insightsOf(record),
});

/** The same record, as far as a search may show it. `id` leads to `patient(id:)`, so it names a Patient. */
export const patientMatch: RowResolvers<PatientMatchResolvers> & Pick<PatientMatchResolvers, 'id'> =
  Object.freeze({
    id: (record) => `Patient/${record.id}`,
    name: patient.name,
    birthDate: patient.birthDate,
    gender: patient.gender,
    mrn: patient.mrn,
  });

/** Patient.communication: the preferred language, else the first. */
function preferredLanguage(communication: unknown): string | null {
  const spoken = elements(communication);
  const chosen = spoken.find((entry) => entry.preferred === true) ?? spoken[0];
  return firstCode(chosen?.language);
}
