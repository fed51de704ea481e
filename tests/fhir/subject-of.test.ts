import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../src/fhir/subject-of.ts';
import { by } from '../import/inputs.ts';

describe('an appointment', () => {
  const contained = [
    { resourceType: 'Patient', id: 'other' },
    { resourceType: 'Practitioner', id: 'doctor' },
  ];
  const subject = (...actors: readonly unknown[]) =>
    subjectOf(
      { resourceType: 'Appointment', contained, participant: actors.map((actor) => ({ actor })) },
      'ap',
    );
  const identifier = { system: 'urn:mrn', value: '9' };

  it.each([
    ['nobody else', []],
    ['the same patient again', [by('Patient/a')]],
    ['a practitioner', [by('Practitioner/d')]],
    ['a practitioner of elsewhere', [by('https://other.example/fhir/Practitioner/9')]],
    ['a practitioner sought by identifier', [by('Practitioner?identifier=urn:npi|9')]],
    ['a location that says so', [{ reference: 'urn:uuid:1', type: 'Location' }]],
    ['a contained practitioner', [by('#doctor')]],
    ['a text', [{ display: 'Room 4' }, null]],
  ])('is the record of the one patient beside %s', (_, others) => {
    expect(subject(by('Patient/a'), ...others)).toEqual({ id: 'a' });
  });

  it.each([
    ['of elsewhere', by('https://other.example/fhir/Patient/9')],
    ['of elsewhere, with a version', by('https://other.example/fhir/Patient/9/_history/2')],
    ['sought by identifier', by('Patient?identifier=urn:mrn|9')],
    ['by a fullUrl that leads nowhere', by('urn:uuid:gone')],
    ['by an identifier', { identifier }],
    ['by an identifier and type', { identifier, type: 'Patient' }],
    ['by its type alone', { type: 'Patient', display: 'somebody' }],
    ['contained', by('#other')],
    ['contained nowhere', by('#nowhere')],
  ])('is nobody’s with a second actor that may be a patient, %s', (_, other) => {
    expect(subject(by('Patient/a'), other)).toEqual({ skip: 'SUBJECT_UNRESOLVED' });
    expect(subject(other, by('Patient/a'))).toEqual({ skip: 'SUBJECT_UNRESOLVED' });
  });

  it('is nobody’s with two patients, or with none', () => {
    expect(subject(by('Patient/a'), by('Patient/b'))).toEqual({ skip: 'SUBJECT_NOT_PATIENT' });
    expect(subject(by('urn:uuid:gone'))).toEqual({ skip: 'SUBJECT_UNRESOLVED' });
    expect(subject(by('Practitioner/d'))).toEqual({ skip: 'NO_SUBJECT' });
  });
});
