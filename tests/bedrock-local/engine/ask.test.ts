import { describe, expect, it } from 'vitest';
import { evidenceOf, extracted, texts } from './evidence.ts';

const RECORD = evidenceOf(
  ['Condition', 'Asthma; clinical status active; onset 2010-03-02'],
  ['Condition', 'Fracture; clinical status resolved; onset 2011-03-02'],
  ['MedicationRequest', 'Metformin 500 MG; status active; authored 2019-05-01; 1 tablet daily'],
  ['MedicationRequest', 'Aspirin 81 MG; status stopped; authored 2018-05-01'],
  ['AllergyIntolerance', 'Penicillin; clinical status active; reaction Hives'],
  ['Observation', 'Glucose; effective 2019-05-01; 90 mg/dL; status final'],
  ['Observation', 'Glucose; effective 2021-05-01; 110 mg/dL; status final'],
  [
    'Observation',
    'Blood Pressure; effective 2021-05-01; Systolic 120 mm[Hg], Diastolic 80 mm[Hg]; status final',
  ],
  ['Immunization', 'Influenza, seasonal; status completed; occurrence 2019-01-01'],
  ['DocumentReference', 'Note; 2020-01-01; Seen by [NAME_1]. The knee is swollen. No knee surgery was done.'],
);
const asked = (query: string) => texts(extracted('ASK', RECORD, { query }));

describe('a question to the record', () => {
  it.each([
    ['What medicines do I take?', ['Metformin 500 MG; status active; authored 2019-05-01; 1 tablet daily.']],
    ['Am I allergic to anything?', ['Penicillin; clinical status active; reaction Hives.']],
    ['What was my last sugar test?', ['Glucose: 110 mg/dL on 2021-05-01.']],
    ['What are my glucose results?', ['Glucose: 90 mg/dL on 2019-05-01 → 110 mg/dL on 2021-05-01.']],
    [
      'What is my blood pressure?',
      ['Blood Pressure: Systolic 120 mm[Hg], Diastolic 80 mm[Hg] on 2021-05-01.'],
    ],
    ['When did I get my flu shot?', ['Influenza, seasonal; status completed; occurrence 2019-01-01.']],
    ['Which conditions do I have?', ['Asthma; clinical status active; onset 2010-03-02.']],
    ['Did I ever take aspirin?', ['Aspirin 81 MG; status stopped; authored 2018-05-01.']],
    ['What about my knee?', ['The knee is swollen.', 'No knee surgery was done.']],
  ])('%s', (question, answer) => {
    expect(asked(question)).toEqual(answer);
  });

  it.each([
    'Do I take warfarin?',
    'Should I take metformin?',
    "What are my wife's medicines?",
    'Hello there!',
    '',
    'What does [NAME_7] take?',
    'Which medicines does [NAME_7] take?',
    'What is the capital of France?',
  ])('is not answered: %s', (question) => {
    expect(asked(question)).toEqual([]);
  });

  it('answers about a token that the record has', () => {
    expect(asked('Was I seen by [NAME_1]?')).not.toContain('Metformin 500 MG; status active');
  });
});
