import type { PatientIndexValues } from '../../datasources/health-data.ts';
import { codingsOf, type FhirObject, objectsOf, textOf, textsOf } from './fhir-json.ts';
import { isFhirDate } from './row-date.ts';

/** HL7 table 0203: what kind of identifier it is. */
const IDENTIFIER_TYPE = 'http://terminology.hl7.org/CodeSystem/v2-0203';

/** What a patient is found by. Medical record numbers, phones and names out of use do not count, former names do. */
export function patientIndex(patient: FhirObject): PatientIndexValues {
  const birthDate = textOf(patient.birthDate);
  return Object.freeze({
    mrns: medicalRecordNumbers(patient),
    phones: phones(patient),
    names: names(patient),
    birthDate: birthDate !== null && isFhirDate(birthDate) ? birthDate : null,
  });
}

/** Values of identifiers of type MR, in their order. */
export function medicalRecordNumbers(patient: FhirObject): readonly string[] {
  const values = objectsOf(patient.identifier)
    .filter((identifier) => textOf(identifier.use) !== 'old')
    .filter((identifier) =>
      codingsOf(identifier.type).some(
        (coding) => coding.code === 'MR' && (coding.system === IDENTIFIER_TYPE || coding.system === null),
      ),
    )
    .flatMap((identifier) => textOf(identifier.value) ?? []);
  return [...new Set(values)];
}

function phones(patient: FhirObject): readonly string[] {
  const values = objectsOf(patient.telecom)
    .filter((contact) => ['phone', 'sms'].includes(textOf(contact.system) ?? ''))
    .filter((contact) => textOf(contact.use) !== 'old')
    .flatMap((contact) => textOf(contact.value) ?? []);
  return [...new Set(values)];
}

function names(patient: FhirObject): PatientIndexValues['names'] {
  return objectsOf(patient.name).flatMap((name) => {
    const family = textOf(name.family);
    return family === null ? [] : [{ family, given: textsOf(name.given) }];
  });
}
