import { address, coded, codingsOf, contactPoint, firstCode, humanName, identifier } from './elements.ts';
import type { Json } from './fhir-source.ts';
import { objectOf, objects } from './fhir-source.ts';
import type { Fields } from './shape.ts';
import { at, each, from, leaf } from './shape.ts';

const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition';

/** Columns of the table whose fields stand on the patient. */
export const PATIENT_COLUMNS: Readonly<Record<string, Fields>> = {
  DEMOGRAPHICS: {
    name: at('name', each(humanName)),
    birthDate: at('birthDate', leaf('birthDate')),
    gender: at('gender', coded),
    deceased: from((owner) => (owner.deceasedDateTime === undefined ? null : true), coded),
    deceasedDate: at('deceasedDateTime', leaf('date')),
    language: from((owner) => firstCode(objects(owner.communication)[0]?.language), coded),
  },
  'DEMOGRAPHICS race': {
    race: from((owner) => usCore(owner, `${US_CORE}/us-core-race`), coded),
    ethnicity: from((owner) => usCore(owner, `${US_CORE}/us-core-ethnicity`), coded),
    maritalStatus: from((owner) => firstCode(owner.maritalStatus), coded),
  },
  CONTACT: { telecom: at('telecom', each(contactPoint)), address: at('address', each(address)) },
  'IDENTIFIER mrn': { mrn: from((owner) => numbered(owner, 'MR'), leaf('identifier')) },
  'IDENTIFIER ssn': { ssn: from((owner) => numbered(owner, 'SS'), leaf('identifier')) },
  'IDENTIFIER others': { identifiers: at('identifier', each(identifier)) },
};

function numbered({ identifier: identifiers }: Json, type: string): unknown {
  return objects(identifiers).find((one) => codingsOf(one.type).some(({ code }) => code === type))?.value;
}

function usCore({ extension }: Json, url: string): unknown {
  const found = objects(extension).find((one) => one.url === url);
  const category = objects(found?.extension).find((one) => one.url === 'ombCategory');
  return objectOf(category?.valueCoding).display;
}

/** Every number given to a patient. */
export function numbersOf(patient: Json): readonly string[] {
  return objects(patient.identifier).map(({ value }) => String(value));
}
