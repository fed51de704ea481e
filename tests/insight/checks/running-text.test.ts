import { describe, expect, it } from 'vitest';
import { itemOf, refusalOf } from './refusal-of.ts';

const NOTE = `Ward note; 2021-02-03; Patient denies chest pain, palpitations and syncope. She has a cough, fever and left knee pain. No penicillin allergy. Known nut allergy. Family history of breast cancer. CT showed ?pneumonia. Possible asthma. Appendicitis was ruled out. Sepsis unlikely. Return if vomiting. Chest pain-free but has dyspnea with exertion. Discussed cancer screening. Pulse was 88 and weight was 72 kg. Is there jaundice? Her mother has glaucoma. Consider lupus.
Family History:
Colon cancer. Stroke.
Plan: Start metformin 500 mg daily.`;
const ITEMS = [
  itemOf(1, 'DocumentReference', NOTE, '2021-02-03'),
  itemOf(2, 'Transcript', 'DOCTOR: Any chest pain?'),
  itemOf(3, 'Transcript', 'PATIENT: No, but I have a rash.'),
  itemOf(4, 'DocumentReference', 'Had chest pain last week. Denies chest pain today.'),
  itemOf(5, 'DocumentReference', '- Denies:\n- gout\n- angina\n\nAssessment:\nAcute bronchitis'),
];

describe('a sentence about running text', () => {
  it.each([
    'Patient denies chest pain, palpitations and syncope.',
    'She has a cough, fever and left knee pain.',
    'fever',
    'left knee pain',
    'No penicillin allergy.',
    'Possible asthma.',
    'Appendicitis was ruled out.',
    'has dyspnea with exertion',
    'Start metformin 500 mg daily.',
    'Ward note, 2021-02-03: Possible asthma.',
    'Is there jaundice?',
  ])('passes as a whole phrase with all that governs it: %s', (text) => {
    expect(refusalOf(ITEMS, text, [[1]])).toBeNull();
  });

  it.each([
    'chest pain',
    'palpitations',
    'syncope',
    'denies chest pain',
    'penicillin allergy',
    'nut',
    'breast cancer',
    'pneumonia',
    'asthma',
    'Appendicitis',
    'Appendicitis was',
    'Sepsis',
    'vomiting',
    'Chest pain',
    'cancer',
    'jaundice',
    'glaucoma',
    'lupus',
    'Colon cancer.',
    'Stroke.',
    'knee pain',
    '88',
    '72 kg',
    '500 mg daily',
    'She has a cough chest pain',
    'Pulse was 72 kg',
    'ruled out',
  ])('is refused when it leaves behind what governs it: %s', (text) => {
    expect(refusalOf(ITEMS, text, [[1]])).not.toBeNull();
  });

  it.each(['chest pain', 'penicillin allergy', 'breast cancer', 'pneumonia', 'asthma', 'Stroke.'])(
    'is refused when the quote itself leaves it behind: %s',
    (text) => {
      expect(refusalOf(ITEMS, text, [[1, text]])).not.toBeNull();
      expect(refusalOf(ITEMS, text, [[1, text]], 'scored')).not.toBeNull();
    },
  );

  it('takes no question for an answer', () => {
    expect(refusalOf(ITEMS, 'chest pain', [[2, 'chest pain']])).not.toBeNull();
    expect(refusalOf(ITEMS, 'DOCTOR: Any chest pain? PATIENT: No', [[2], [3, 'PATIENT: No']])).toBeNull();
    expect(refusalOf(ITEMS, 'I have a rash.', [[3, 'I have a rash.']])).toBeNull();
  });

  it('refuses words that stand denied in one of their places', () => {
    expect(refusalOf(ITEMS, 'chest pain', [[4, 'chest pain']])).not.toBeNull();
    expect(refusalOf(ITEMS, 'Had chest pain last week.', [[4, 'Had chest pain last week.']])).toBeNull();
  });

  it('reads on under a heading until the next section', () => {
    expect(refusalOf(ITEMS, 'angina', [[5, 'angina']])).not.toBeNull();
    expect(refusalOf(ITEMS, 'Acute bronchitis', [[5, 'Acute bronchitis']])).toBeNull();
    expect(refusalOf(ITEMS, 'bronchitis', [[5, 'bronchitis']])).not.toBeNull();
  });

  it('knows the sections of a note without a colon', () => {
    const items = [
      itemOf(
        1,
        'DocumentReference',
        '# Allergies\nlatex\n\n# Assessment and Plan\nPatient is presenting with gout.',
      ),
    ];
    expect(refusalOf(items, 'latex', [[1, 'latex']])).not.toBeNull();
    expect(
      refusalOf(items, 'Patient is presenting with gout.', [[1, 'Patient is presenting with gout.']]),
    ).toBeNull();
    expect(refusalOf(items, 'Assessment and Plan: Patient is presenting with gout.', [[1]])).toBeNull();
  });

  it('does not glue two passages into one', () => {
    expect(refusalOf(ITEMS, 'She has a cough was left knee pain', [[1]])).not.toBeNull();
    expect(refusalOf(ITEMS, 'She has a cough, left knee pain', [[1]])).not.toBeNull();
    expect(refusalOf(ITEMS, 'She has a cough; left knee pain', [[1]])).toBeNull();
  });
});
