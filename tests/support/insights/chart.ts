import type { StoredRecord } from '../../../datasources/health-data.ts';

type Row = Pick<StoredRecord, 'resourceType' | 'id' | 'subjectId'> & Partial<StoredRecord>;

export const PATIENT = 'ida';
export const OTHER_PATIENT = 'otto';
export const NOTE = 'visit-note';
export const ENCOUNTER = 'visit';
export const LAB = 'a1c-new';

/** Sentences of a note as a clinician writes them; none of them speaks to anybody. */
export const HARMLESS_NOTE: readonly string[] = Object.freeze([
  'Seen for a routine follow-up of type 2 diabetes mellitus without complications.',
  'She walks daily and checks her feet each evening.',
  'Home glucose readings were between 110 and 150 in the morning.',
  'Essential (primary) hypertension, on lisinopril, without dizziness.',
  'Physical therapy for low back pain was completed in spring.',
  'Lungs clear, no edema, pulses present.',
]);

const concept = (text: string) => ({ text, coding: [{ display: text }] });
const status = (code: string) => ({ text: code, coding: [{ code }] });

/** An own small chart, with what each use case looks at. */
export function chartOf(subjectId: string, note: string): readonly Row[] {
  const row = (resourceType: string, id: string, rowCategories: readonly string[], rest: object): Row => ({
    resourceType,
    id,
    subjectId,
    rowCategories,
    ...rest,
  });
  const result = (id: string, value: number, date: string) =>
    row('Observation', id, ['LAB'], {
      status: 'final',
      code: concept('Hemoglobin A1c'),
      effectiveDateTime: date,
      valueQuantity: { value, unit: '%' },
      interpretation: [concept('High')],
      referenceRange: [{ low: { value: 4, unit: '%' }, high: { value: 5.6, unit: '%' } }],
    });
  return [
    row('Encounter', ENCOUNTER, ['ENCOUNTER'], {
      status: 'finished',
      class: { code: 'AMB', display: 'ambulatory' },
      type: [concept('Office visit')],
      period: { start: '2025-11-03T09:00:00Z', end: '2025-11-03T09:30:00Z' },
      reasonCode: [concept('Follow-up of diabetes')],
    }),
    row('Condition', 'diabetes', ['PROBLEM'], {
      code: concept('Type 2 diabetes mellitus without complications'),
      clinicalStatus: status('active'),
      onsetDateTime: '2015-04-01',
      recordedDate: '2015-04-02',
      encounter: { reference: `Encounter/${ENCOUNTER}` },
    }),
    row('Condition', 'pressure', ['PROBLEM'], {
      code: concept('Essential (primary) hypertension'),
      clinicalStatus: status('active'),
      onsetDateTime: '2017-06-10',
      recordedDate: '2017-06-10',
    }),
    row('MedicationRequest', 'metformin', ['MEDICATION'], {
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: concept('Metformin 500 MG Oral Tablet'),
      authoredOn: '2024-02-01',
      dosageInstruction: [{ text: 'One tablet twice a day' }],
    }),
    row('AllergyIntolerance', 'penicillin', ['ALLERGY'], {
      code: concept('Penicillin V'),
      clinicalStatus: status('active'),
      criticality: 'high',
      reaction: [{ manifestation: [concept('Hives')] }],
    }),
    result(LAB, 7.2, '2025-10-30'),
    result('a1c-old', 7.9, '2025-04-28'),
    row('Immunization', 'flu', ['IMMUNIZATION'], {
      status: 'completed',
      vaccineCode: concept('Influenza, seasonal, injectable'),
      occurrenceDateTime: '2025-10-01',
    }),
    row('Procedure', 'colonoscopy', ['PROCEDURE'], {
      status: 'completed',
      code: concept('Colonoscopy'),
      performedDateTime: '2022-03-15',
    }),
    row('Coverage', 'plan', ['COVERAGE'], {
      status: 'active',
      type: concept('Health maintenance organization policy'),
      period: { start: '2025-01-01', end: '2025-12-31' },
    }),
    row('DocumentReference', NOTE, ['CLINICAL_NOTE'], {
      status: 'current',
      type: concept('Progress note'),
      date: '2025-11-03T09:30:00Z',
      context: { encounter: [{ reference: `Encounter/${ENCOUNTER}` }] },
      content: [
        { attachment: { contentType: 'text/plain', data: Buffer.from(note, 'utf8').toString('base64') } },
      ],
    }),
  ];
}
