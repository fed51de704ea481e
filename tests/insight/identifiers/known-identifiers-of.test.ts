import { expect, it } from 'vitest';
import { knownIdentifiersOf } from '../../../src/insight/identifiers/known-identifiers-of.ts';

it('collects what identifies a patient, contacts and professionals', () => {
  const known = knownIdentifiersOf([
    {
      resourceType: 'Patient',
      id: 'p-1',
      birthDate: '1948-03-07',
      name: [
        { given: ['Zoë', 'Will'], family: 'Quillfeather' },
        { use: 'maiden', text: 'Zoë Tarn' },
      ],
      identifier: [{ value: 'RVS-1' }, { system: 'x' }],
      telecom: [{ system: 'phone', value: '555-017-2244' }, { value: 'zoe@mail.example' }],
      address: [
        { line: ['14 Tallowmere Street', 'Apt 2'], city: 'Brackenford', state: 'OH', postalCode: '90417' },
      ],
      contact: [
        {
          name: { given: ['Ivo'], family: 'Quill' },
          telecom: [{ value: '555-017-0001' }],
          address: { city: 'Tarnby' },
        },
      ],
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName',
          valueString: 'Opal Reed',
        },
        {
          url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
          valueAddress: { city: 'Harrowdale' },
        },
      ],
    },
    {
      resourceType: 'Practitioner',
      id: 'd-1',
      name: [{ text: 'Dr. I. Müllerby' }],
      identifier: [{ value: '1999999984' }],
    },
  ]);
  expect(known).toStrictEqual({
    names: ['Zoë Will Quillfeather', 'Zoë Tarn', 'Ivo Quill', 'Dr. I. Müllerby', 'Opal Reed'],
    dates: ['1948-03-07'],
    numbers: ['RVS-1', '1999999984', '555-017-2244', '555-017-0001'],
    emails: ['zoe@mail.example'],
    addresses: ['14 Tallowmere Street', 'Apt 2', 'Brackenford', '90417', 'Tarnby', 'Harrowdale'],
    ids: ['p-1', 'd-1'],
  });
});

it('passes over what is not of the expected shape', () => {
  const known = knownIdentifiersOf([
    { name: 'x', identifier: [null, 4], telecom: {}, address: ['y'], birthDate: 5, contact: 3 },
    {},
  ]);
  expect(Object.values(known).flat()).toStrictEqual([]);
});
