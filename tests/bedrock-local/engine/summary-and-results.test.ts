import { describe, expect, it } from 'vitest';
import { evidenceOf, extracted, texts } from './evidence.ts';

describe('a summary before a visit', () => {
  const summary = (...lines: readonly (readonly [string, string])[]) =>
    extracted('PRE_VISIT_SUMMARY', evidenceOf(...lines));

  it('has its sections in order, each record under its own', () => {
    const sentences = summary(
      ['Procedure', 'Colonoscopy; status completed; performed 2018-01-01'],
      ['Observation', 'Glucose; effective 2020-05-01; 90 mg/dL; status final'],
      ['AllergyIntolerance', 'Penicillin; clinical status active; criticality high; reaction Hives'],
      ['MedicationRequest', 'Metformin 500 MG; status active; authored 2019-05-01; 1 tablet daily'],
      ['Condition', 'Asthma; clinical status active; onset 2010-03-02'],
    );
    expect(sentences.map(({ section, text }) => `${section} | ${text}`)).toEqual([
      'Problems | Asthma; onset 2010-03-02.',
      'Medications | Metformin 500 MG; 1 tablet daily; authored 2019-05-01.',
      'Allergies | Penicillin; criticality high; reaction Hives.',
      'Recent results | Glucose: 90 mg/dL on 2020-05-01.',
      'Care gaps | Colonoscopy; performed 2018-01-01.',
    ]);
  });

  it('tells no problem that is over and no medicine that was stopped', () => {
    expect(
      summary(
        ['Condition', 'Fracture; clinical status resolved; onset 2010-03-02'],
        ['Condition', 'Sprain; onset 2010-03-02'],
        ['MedicationRequest', 'Aspirin; status stopped; authored 2019-05-01'],
        ['AllergyIntolerance', 'Peanut; clinical status resolved'],
      ),
    ).toEqual([]);
  });

  it('shows one test as one line, oldest value first', () => {
    const [line] = summary(
      ['Observation', 'Glucose; effective 2021-05-01; 110 mg/dL; interpretation High; status final'],
      ['Observation', 'Glucose; effective 2019-05-01; 90 mg/dL; status final'],
      ['Observation', 'Glucose; effective 2020-05-01; 95 mg/dL; status entered-in-error'],
    );
    expect(line?.text).toBe(
      'Glucose: 90 mg/dL on 2019-05-01 → 110 mg/dL on 2021-05-01; interpretation High.',
    );
    expect(line?.citations.map(({ item }) => item).sort()).toEqual([1, 2]);
  });

  it('names a problem once, by its newest record, and a vaccine by its last date', () => {
    const sentences = summary(
      ['Condition', 'Asthma; clinical status active; onset 2010-03-02'],
      ['Condition', 'Asthma; clinical status active; onset 2012-03-02'],
      ['Immunization', 'Influenza; status completed; occurrence 2017-01-01'],
      ['Immunization', 'Influenza; status completed; occurrence 2019-01-01'],
      ['Immunization', 'Tetanus; status not-done; occurrence 2019-01-01'],
      ['Procedure', 'Appendectomy; status completed; performed 2018-01-01'],
    );
    expect(texts(sentences)).toEqual(['Asthma; onset 2012-03-02.', 'Influenza; occurrence 2019-01-01.']);
  });
});

describe('one result explained', () => {
  const asked = [
    'Observation',
    'Glucose; effective 2021-05-01; 110 mg/dL; interpretation High; reference range 70 - 99 mg/dL; status final',
  ] as const;

  it('tells value, range, mark and earlier values', () => {
    const sentences = extracted(
      'LAB_EXPLANATION',
      evidenceOf(asked, ['Observation', 'Glucose; effective 2019-05-01; 90 mg/dL; status final']),
    );
    expect(texts(sentences)).toEqual([
      'Glucose: 110 mg/dL on 2021-05-01.',
      'Glucose: reference range 70 - 99 mg/dL.',
      'Glucose: interpretation High.',
      'Glucose: 90 mg/dL on 2019-05-01 → 110 mg/dL on 2021-05-01; interpretation High.',
    ]);
  });

  it('tells nothing of another test', () => {
    const sentences = extracted(
      'LAB_EXPLANATION',
      evidenceOf(asked, ['Observation', 'Sodium; effective 2019-05-01; 140 mmol/L; status final']),
    );
    expect(sentences.flatMap(({ citations }) => citations.map(({ item }) => item))).not.toContain(2);
  });

  it('says that a result is not final', () => {
    const preliminary = asked[1].replace('status final', 'status preliminary');
    const sentences = extracted('LAB_EXPLANATION', evidenceOf(['Observation', preliminary]));
    expect(texts(sentences)).toContain('Glucose: status preliminary.');
  });

  it('is out of scope without a value', () => {
    expect(extracted('LAB_EXPLANATION', evidenceOf(['Observation', 'Glucose; status final']))).toEqual([]);
    expect(extracted('LAB_EXPLANATION', evidenceOf(['Condition', 'Glucose; 5']))).toEqual([]);
    expect(extracted('LAB_EXPLANATION', [])).toEqual([]);
  });
});
