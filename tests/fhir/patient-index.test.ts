import { describe, expect, it } from 'vitest';
import { patientIndex } from '../../src/fhir/patient-index.ts';
import { rowDate } from '../../src/fhir/row-date.ts';
import { cc } from './no-facts.ts';

const TYPE = 'http://terminology.hl7.org/CodeSystem/v2-0203';

describe('patientIndex', () => {
  it('finds by record number, phone, name and birth date', () => {
    const found = patientIndex({
      identifier: [
        { type: cc(TYPE, 'MR'), value: 'A1' },
        { type: cc(TYPE, 'MR'), value: 'A0', use: 'old' },
        { type: cc(TYPE, 'SS'), value: 'never' },
        { system: 'urn:x', value: 'untyped' },
      ],
      telecom: [
        { system: 'phone', value: '555-0100' },
        { system: 'phone', value: '555-0101', use: 'old' },
        { system: 'email', value: 'a@example.org' },
      ],
      name: [{ family: 'Now', given: ['A', 'B'] }, { family: 'Before', use: 'maiden' }, { given: ['only'] }],
      birthDate: '1970-01-01',
    });
    expect(found).toEqual({
      mrns: ['A1'],
      phones: ['555-0100'],
      names: [
        { family: 'Now', given: ['A', 'B'] },
        { family: 'Before', given: [] },
      ],
      birthDate: '1970-01-01',
    });
  });

  it('a birth date that is none is left out', () => {
    expect(patientIndex({ birthDate: '1970-13-01' }).birthDate).toBeNull();
  });
});

describe('rowDate', () => {
  it.each([
    ['Observation', { effectiveDateTime: '2020', issued: '2021' }, '2020'],
    ['Observation', { effectiveDateTime: 'yesterday', issued: '2021' }, '2021'],
    ['Encounter', { period: { start: '2020-01-01T00:00:00Z' } }, '2020-01-01T00:00:00Z'],
    ['Condition', { recordedDate: '2020' }, '2020'],
    ['Procedure', { performedPeriod: { start: '2019-05' } }, '2019-05'],
    ['Claim', { created: '2018' }, '2018'],
    ['Goal', {}, null],
    ['__proto__', {}, null],
  ])('of %s', (resourceType, elements, expected) => {
    expect(rowDate({ resourceType, ...elements })).toBe(expected);
  });
});
