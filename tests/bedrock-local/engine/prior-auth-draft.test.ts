import { describe, expect, it } from 'vitest';
import { evidenceOf, extracted } from './evidence.ts';

const judged = (criterion: string, ...records: readonly (readonly [string, string])[]) =>
  extracted('PRIOR_AUTH_DRAFT', evidenceOf(['Policy', criterion], ...records))[0];

describe('a criterion', () => {
  it('is met by an active condition that says it', () => {
    expect(
      judged('A diagnosis of diabetes mellitus is recorded.', [
        'Condition',
        'Diabetes mellitus type 2; clinical status active',
      ]),
    ).toEqual({
      text: 'A diagnosis of diabetes mellitus is recorded: Diabetes mellitus type 2.',
      status: 'MET',
      citations: [
        { item: 1, quote: 'A diagnosis of diabetes mellitus is recorded.' },
        { item: 2, quote: 'Diabetes mellitus type 2' },
      ],
    });
  });

  it.each([
    ['what is over', 'Asthma is documented.', 'Condition', 'Asthma; clinical status resolved'],
    ['another thing', 'Asthma is documented.', 'Condition', 'Bronchitis; clinical status active'],
    [
      'a duration',
      'Asthma for six months.',
      'DocumentReference',
      'Note; 2020-01-01; Asthma for six months as a child.',
    ],
    ['a course of treatment', 'Failure of metformin.', 'MedicationRequest', 'Metformin; status active'],
    ['what must not be', 'No asthma.', 'Condition', 'Bronchitis; clinical status active'],
    ['a cancelled order', 'Insulin is prescribed.', 'MedicationRequest', 'Insulin; status cancelled'],
    ['what is uncertain', 'Asthma is documented.', 'DocumentReference', 'Note; 2020-01-01; Possible asthma.'],
    [
      'another unit',
      'Glucose of at least 7 mmol/L.',
      'Observation',
      'Glucose; effective 2020-05-01; 120 mg/dL; status final',
    ],
  ])('is not decided by %s, and cites no record then', (_why, criterion, kind, text) => {
    const sentence = judged(criterion, [kind, text]);
    expect(sentence?.status).toBe('NOT_IN_RECORD');
    expect(sentence?.citations.map(({ item }) => item)).toEqual([1]);
  });

  it.each([
    ['Glucose of at least 110 mg/dL.', 'MET'],
    ['Glucose of at least 110.5 mg/dL.', 'NOT_MET'],
    ['Glucose greater than 110 mg/dL.', 'NOT_MET'],
    ['Glucose below 120 mg/dL.', 'MET'],
    ['Glucose at most 110 mg/dL.', 'MET'],
  ])('%s of the newest value: %s', (criterion, status) => {
    const sentence = judged(
      criterion,
      ['Observation', 'Glucose; effective 2019-05-01; 500 mg/dL; status final'],
      ['Observation', 'Glucose; effective 2021-05-01; 110 mg/dL; status final'],
    );
    expect(sentence?.status).toBe(status);
    expect(sentence?.text).toContain('Glucose: 110 mg/dL on 2021-05-01');
  });

  it('is not met where a note denies it, and undecided where the record says both', () => {
    const denial = ['DocumentReference', 'Note; 2020-01-01; Denies asthma.'] as const;
    expect(judged('Asthma is documented.', denial)?.status).toBe('NOT_MET');
    expect(
      judged('Asthma is documented.', denial, ['Condition', 'Asthma; clinical status active'])?.status,
    ).toBe('NOT_IN_RECORD');
  });

  it('stands once, in its order', () => {
    const sentences = extracted(
      'PRIOR_AUTH_DRAFT',
      evidenceOf(['Policy', 'A.'], ['Policy', 'B.'], ['Policy', 'C.']),
    );
    expect(sentences.map(({ citations }) => citations[0]?.item)).toEqual([1, 2, 3]);
  });
});
