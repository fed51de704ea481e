import { describe, expect, it } from 'vitest';
import { fakeContext, stored } from './fake-context.ts';
import { readNode } from './read-node.ts';
import { run, schemaWithResolvers } from './schema-with-resolvers.ts';

const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition';
const TABLE_0203 = 'http://terminology.hl7.org/CodeSystem/v2-0203';

const typed = (code: string, value: string, more: Record<string, unknown> = {}) => ({
  type: { coding: [{ system: TABLE_0203, code }] },
  system: 'https://riverside.test/numbers',
  value,
  ...more,
});

const category = (url: string, ...parts: Record<string, unknown>[]) => ({
  url: `${US_CORE}/${url}`,
  extension: parts,
});

const AMARA = stored({
  resourceType: 'Patient',
  id: 'amara',
  name: [{ use: 'official', family: 'Okafor', given: ['Amara', 'Ngozi'], prefix: ['Dr.'] }],
  birthDate: '1961-04-09',
  gender: 'female',
  deceasedBoolean: false,
  identifier: [
    typed('MR', 'MRN-OLD-0001', { use: 'old' }),
    typed('MR', 'MRN-77-1234'),
    { system: 'http://hl7.org/fhir/sid/us-ssn', value: '900-12-3456' },
    typed('DL', 'D99-1'),
  ],
  telecom: [{ system: 'phone', value: '555-0100', use: 'home', rank: 1 }],
  address: [
    { line: ['1 Mill Lane', 'Flat 2'], city: 'Eastmere', state: 'MA', postalCode: '01999', country: 'US' },
  ],
  maritalStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'M' }],
  },
  communication: [
    { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'en' }] } },
    { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'ig' }] }, preferred: true },
  ],
  extension: [
    category(
      'us-core-race',
      { url: 'ombCategory', valueCoding: { code: '2054-5', display: 'Black or African American' } },
      { url: 'text', valueString: 'as the patient says' },
    ),
    category(
      'us-core-ethnicity',
      { url: 'ombCategory', valueCoding: { code: '2186-5', display: 'Not Hispanic or Latino' } },
      { url: 'text', valueString: 'as the patient says' },
    ),
  ],
  generalPractitioner: [
    { reference: 'Practitioner/p1/_history/3', display: 'a name' },
    { display: 'another' },
  ],
});

describe('Patient', () => {
  it('reads every element from where FHIR R4 and US Core put it', async () => {
    expect(await readNode(AMARA)).toEqual({
      id: 'amara',
      name: [
        {
          use: 'official',
          text: null,
          family: 'Okafor',
          given: ['Amara', 'Ngozi'],
          prefix: ['Dr.'],
          suffix: null,
        },
      ],
      birthDate: '1961-04-09',
      gender: 'female',
      deceased: false,
      deceasedDate: null,
      ssn: '900-12-3456',
      mrn: 'MRN-77-1234',
      identifiers: [
        { use: 'old', system: 'https://riverside.test/numbers', value: 'MRN-OLD-0001', type: 'MR' },
        { use: null, system: 'https://riverside.test/numbers', value: 'MRN-77-1234', type: 'MR' },
        { use: null, system: 'http://hl7.org/fhir/sid/us-ssn', value: '900-12-3456', type: null },
        { use: null, system: 'https://riverside.test/numbers', value: 'D99-1', type: 'DL' },
      ],
      telecom: [{ system: 'phone', value: '555-0100', use: 'home', rank: 1 }],
      address: [
        {
          use: null,
          line: ['1 Mill Lane', 'Flat 2'],
          city: 'Eastmere',
          district: null,
          state: 'MA',
          postalCode: '01999',
          country: 'US',
        },
      ],
      maritalStatus: 'M',
      language: 'ig',
      race: 'Black or African American',
      ethnicity: 'Not Hispanic or Latino',
      generalPractitioner: ['Practitioner/p1'],
    });
  });

  it('takes a date of death for death', async () => {
    const late = stored({ resourceType: 'Patient', id: 'late', deceasedDateTime: '2020-02-01T10:00:00Z' });
    expect(await readNode(late, { select: '{ deceased deceasedDate }' })).toEqual({
      deceased: true,
      deceasedDate: '2020-02-01T10:00:00Z',
    });
  });

  it('says null, not no, where nothing is known', async () => {
    const bare = stored({ resourceType: 'Patient', id: 'bare' });
    expect(await readNode(bare, { select: '{ deceased name { family } mrn race }' })).toEqual({
      deceased: null,
      name: null,
      mrn: null,
      race: null,
    });
  });

  it('takes nobody’s words for a category', async () => {
    const words = { url: 'text', valueString: 'as her daughter Ann says, 505-555-0100' };
    const extension = [category('us-core-race', words), category('us-core-ethnicity', words)];
    const said = stored({ resourceType: 'Patient', id: 'said', extension });
    expect(await readNode(said, { select: '{ race ethnicity }' })).toEqual({ race: null, ethnicity: null });
  });

  it('does not take a number of another kind for a medical record number', async () => {
    const other = stored({
      resourceType: 'Patient',
      id: 'other',
      identifier: [
        { value: 'no-type' },
        { type: { coding: [{ system: 'https://elsewhere.test', code: 'MR' }] }, value: 'foreign' },
        typed('SS', '900-00-0000'),
      ],
    });
    expect(await readNode(other, { select: '{ mrn ssn }' })).toEqual({ mrn: null, ssn: '900-00-0000' });
  });
});

describe('PatientMatch', () => {
  it('has an id that leads to the patient', async () => {
    const { context } = fakeContext({ matches: () => [AMARA] });
    const schema = await schemaWithResolvers();
    const operation =
      '{ findPatient(search: {mrn: "MRN-77-1234"}) { id name { family } birthDate gender mrn } }';
    expect(await run(schema, operation, context)).toEqual({
      data: {
        findPatient: [
          {
            id: 'Patient/amara',
            name: [{ family: 'Okafor' }],
            birthDate: '1961-04-09',
            gender: 'female',
            mrn: 'MRN-77-1234',
          },
        ],
      },
    });
  });
});
