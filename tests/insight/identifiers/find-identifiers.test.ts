import { describe, expect, it } from 'vitest';
import { findIdentifiers } from '../../../src/insight/identifiers/find-identifiers.ts';

function found(text: string, dates = false): readonly string[] {
  return findIdentifiers(text, undefined, { dates }).map(
    ({ start, end, kind }) => `${kind} ${text.slice(start, end)}`,
  );
}

describe('identifiers that nobody told', () => {
  it.each([
    ['Call 555-014-8821 after noon', 'PHONE 555-014-8821'],
    ['Call (555) 014-8821 ext. 12', 'PHONE (555) 014-8821 ext. 12'],
    ['Fax: +44 20 7946 0991', 'PHONE +44 20 7946 0991'],
    ['phone ５５５-０１４-８８２１', 'PHONE ５５５-０１４-８８２１'],
    ['SSN 900-12-3456 on file', 'SSN 900-12-3456'],
    ['MRN: 88-1204-7', 'MRN 88-1204-7'],
    ['medical record number is QX4471', 'MRN QX4471'],
    ['Insurance policy number is TT-908812', 'ID TT-908812'],
    ['driver license no. D08831277', 'ID D08831277'],
    ['device serial number SN-88120-X', 'ID SN-88120-X'],
    ['card 4111 1111 1111 1111 declined', 'ID 4111 1111 1111 1111'],
    ['iban DE89 3704 0044 0532 0130 00', 'ID DE89 3704 0044 0532 0130 00'],
    ['write to p.vane+x@ward.example.org today', 'EMAIL p.vane+x@ward.example.org'],
    ['see https://ward.example/p/12?q=a.', 'URL https://ward.example/p/12?q=a'],
    ['from 192.0.2.77 at night', 'ID 192.0.2.77'],
    ['from 2001:db8::8a2e:370:7334 at night', 'ID 2001:db8::8a2e:370:7334'],
    ['lives at 77 Old Harrow Lane, Apt 4', 'ADDRESS 77 Old Harrow Lane, Apt 4'],
    ['mail to P.O. Box 5521', 'ADDRESS P.O. Box 5521'],
    ['zip code 04401', 'ADDRESS 04401'],
    ['treated at Pinewick Medical Center in the fall', 'ADDRESS Pinewick Medical Center'],
    ['admitted to Thornwick for sepsis', 'ADDRESS Thornwick'],
    ['seen at St. Oswald’s for a cough', 'ADDRESS St. Oswald’s'],
    ['moved from Schenectady, NY 12345 last year', 'ADDRESS Schenectady, NY 12345'],
    ['a 93-year-old woman', 'DATE 93'],
    ['aged 101 and well', 'DATE 101'],
    ['seen by Dr. Abernathy', 'NAME Abernathy'],
    ['her name is Ottoline Grasp', 'NAME Ottoline Grasp'],
    ['a man, Gregory T., with gout', 'NAME Gregory T.'],
    ['spoke with Margaret Holloway about it', 'NAME Margaret Holloway'],
    ['her son Demetrius agrees', 'NAME Demetrius'],
  ])('in %j: %j', (text, identifier) => {
    expect(found(text)).toStrictEqual([identifier]);
  });

  it.each([
    'Patient has Parkinson disease, a Foley catheter and Crohn’s colitis.',
    'Glasgow Coma Scale 15, Apgar score 9, Framingham Risk Score 12 %.',
    'Blood pressure 120/80 mm[Hg]; pulse 72; SpO2 98 %; 5-10 mg every 4-6 hours.',
    'Metoprolol Tartrate 25 MG Oral Tablet; status active; authored 2019-05-01',
    'Seen on 03/04/2021 for Type 2 Diabetes Mellitus; follow-up in 2 weeks at the Pain Clinic.',
    'A 55-year-old male with HbA1c 7.2 % and eGFR 60 mL/min/1.73m2.',
    'White blood cells 7.2 10*3/uL; reference range 4.0 - 11.0',
    'Will May be needed. Long term plan: Grant rest.',
    'Tdap; status completed; occurrence 2019-01-01',
    'Encounter; General examination of patient (procedure); 2019-01-01 to 2019-01-02',
  ])('not in clinical text: %j', (text) => {
    expect(found(text)).toStrictEqual([]);
  });

  it.each([
    ['on 03/04/2021', '03/04/2021'],
    ['on 2021-03-04T10:20:00Z', '2021-03-04T10:20:00Z'],
    ['on March 4th, 2021', 'March 4th, 2021'],
    ['on 4 Mar 2021', '4 Mar 2021'],
    ["on Aug 9, '21", "Aug 9, '21"],
    ['in July 2022', 'July 2022'],
  ])('dates when asked: %j', (text, date) => {
    expect(found(text, true)).toStrictEqual([`DATE ${date}`]);
    expect(found(text, false)).toStrictEqual([]);
  });

  it.each(['in 2021', 'ratio 3/4', 'may 2 tablets help', 'version 1.2.3'])('no date in %j', (text) => {
    expect(found(text, true)).toStrictEqual([]);
  });
});
