import { describe, expect, it } from 'vitest';
import { itemOf, refusalOf } from './refusal-of.ts';

const ITEMS = [
  itemOf(
    1,
    'Condition',
    'Gout of wrist (disorder); clinical status active; onset 2011-03-02; recorded 2011-04-05',
    '2011-03-02',
  ),
  itemOf(
    2,
    'Observation',
    'Ferritin in Serum; 7.2 ng/mL; effective 2020-05-01; interpretation Low; reference range 15 - 150 ng/mL; status final',
    '2020-05-01',
  ),
  itemOf(
    3,
    'Observation',
    'Ferritin in Serum; 16.8 ng/mL; effective 2020-08-01; reference range 15 - 150 ng/mL; status final',
    '2020-08-01',
  ),
  itemOf(4, 'Observation', 'Zinc in Serum; 95 ug/dL; effective 2020-08-01; status final', '2020-08-01'),
  itemOf(5, 'Condition', 'Measles; clinical status resolved; onset 1999', '1999'),
  itemOf(
    6,
    'Observation',
    'Blood pressure panel; Systolic 121 mm[Hg], Diastolic 79 mm[Hg]; effective 2020-01-01; status final',
    '2020-01-01',
  ),
  itemOf(
    7,
    'MedicationRequest',
    'Allopurinol 100 MG; status completed; authored 2019-05-01; 1 tablet daily',
    '2019-05-01',
  ),
  itemOf(8, 'AllergyIntolerance', 'No known latex allergy; clinical status active'),
  itemOf(9, 'Encounter', 'ambulatory; Check up; 2019-01-01 to 2019-01-02; reason Cough'),
];
const of = (text: string, ...cited: number[]) =>
  refusalOf(
    ITEMS,
    text,
    cited.map((number) => [number] as const),
  );

describe('a sentence about records', () => {
  it.each([
    ['Gout of wrist', [1]],
    ['Gout of wrist (disorder); clinical status active; onset 2011-03-02; recorded 2011-04-05', [1]],
    ['Gout of wrist, active, recorded 2011-04-05', [1]],
    ['Ferritin in Serum: 7.2 ng/mL (Low), reference range 15 - 150 ng/mL', [2]],
    ['Ferritin in Serum: 7.2 ng/mL on 2020-05-01 → 16.8 ng/mL on 2020-08-01', [2, 3]],
    ['Ferritin in Serum: 7.2 ng/mL on 2020-05-01, 16.8 ng/mL on 2020-08-01', [2, 3]],
    ['Ferritin in Serum: 7.2 ng/mL is below the reference range', [2]],
    ['Ferritin in Serum: 16.8 ng/mL is within the reference range', [3]],
    ['Most recent Ferritin in Serum: 16.8 ng/mL', [3]],
    ['Ferritin in Serum, 2 results', [2, 3]],
    ['Measles; resolved', [5]],
    ['Blood pressure panel: Systolic 121 mm[Hg], Diastolic 79 mm[Hg] on 2020-01-01', [6]],
    ['Allopurinol 100 MG; 1 tablet daily; completed', [7]],
    ['Gout of wrist, active and Zinc in Serum: 95 ug/dL', [1, 4]],
    ['Check up on 2019-01-01; reason Cough', [9]],
  ])('passes when its records say it: %s', (text, cited) => {
    expect(of(text, ...cited)).toBeNull();
  });

  it.each([
    ['a part cut short', 'Gout', [1]],
    ['an onset as a date of recording', 'Gout of wrist, recorded 2011-03-02', [1]],
    ['a date of recording as an onset', 'Gout of wrist, onset 2011-04-05', [1]],
    ['a bound of the range as the value', 'Ferritin in Serum: 15 ng/mL', [2]],
    ['a range as the value', 'Ferritin in Serum: 15 - 150 ng/mL', [2]],
    [
      'a list that goes on with another test',
      'Ferritin in Serum: 7.2 ng/mL on 2020-05-01, 95 ug/dL on 2020-08-01',
      [2, 4],
    ],
    ['a bare number', '7.2 ng/mL', [2]],
    ['a value of another test', 'Ferritin in Serum: 95 ug/dL', [2, 4]],
    ['a value under another name', 'Zinc in Serum: 7.2 ng/mL', [2, 4]],
    ['a date of another result', 'Ferritin in Serum: 7.2 ng/mL on 2020-08-01', [2, 3]],
    ['a date of another result after a comma', 'Ferritin in Serum: 7.2 ng/mL, 2020-08-01', [2, 3]],
    ['time going backwards', 'Ferritin in Serum: 16.8 ng/mL → 7.2 ng/mL', [2, 3]],
    ['the wrong side of the range', 'Ferritin in Serum: 7.2 ng/mL is within the reference range', [2]],
    ['the wrong side of the range, above', 'Ferritin in Serum: 16.8 ng/mL is above the reference range', [3]],
    ['an older result as the latest', 'Most recent Ferritin in Serum: 7.2 ng/mL', [2]],
    ['what is over, as if it were not', 'Measles', [5]],
    ['a finished medicine, as if it were taken', 'Allopurinol 100 MG; 1 tablet daily', [7]],
    ['a component under the name of the other', 'Blood pressure panel: Diastolic 121 mm[Hg]', [6]],
    ['a citation that says nothing of it', 'Gout of wrist, active', [1, 4]],
    ['words of no record', 'Gout of wrist, getting better', [1]],
    ['a denial that reaches the next record', 'No known latex allergy, Gout of wrist', [8, 1]],
    ['two names without anything between', 'Zinc in Serum Gout of wrist', [4, 1]],
    ['a status the sentence does not have', 'Gout of wrist: met', [1]],
    ['connectives alone', 'the result is', [2]],
  ])('is refused for %s', (_what, text, cited) => {
    expect(of(text, ...cited)).not.toBeNull();
  });

  it('counts what it cites, no more', () => {
    expect(of('Ferritin in Serum, 3 results', 2, 3)).toBe('numbers');
  });

  it('says of a criterion only the status it has', () => {
    const say = (status: 'MET' | 'NOT_MET') =>
      refusalOf(ITEMS, 'Gout of wrist: not met', [[1]], 'verbatim', { status });
    expect(say('NOT_MET')).toBeNull();
    expect(say('MET')).not.toBeNull();
  });

  it('is made of its quotes, not of the rest of the item', () => {
    expect(refusalOf(ITEMS, 'Gout of wrist, active', [[1, 'Gout of wrist (disorder)']])).not.toBeNull();
  });

  it('is put together as the records are, whatever a score says', () => {
    expect(refusalOf(ITEMS, 'Ferritin in Serum: 7.2 ng/mL on 2020-08-01', [[2], [3]], 'scored')).toBe(
      'support',
    );
    expect(refusalOf(ITEMS, 'Measles', [[5]], 'scored')).toBe('support');
  });

  it('tells no newest of a kind of which something was left out', () => {
    const items = [
      itemOf(1, 'Observation', 'Ferritin in Serum; effective 2020-01-01; 9 ng/mL', '2020-01-01'),
    ];
    const newest = (...left: readonly string[]) =>
      refusalOf(items, 'Most recent Ferritin in Serum: 9 ng/mL.', [[1]], 'verbatim', {}, new Set(left));
    expect([newest(), newest('Condition'), newest('Observation')]).toEqual([null, null, 'support']);
  });

  it('places no bound in its reference range', () => {
    const range = 'reference range 0 - 19 ng/mL';
    const items = ['30', '<30'].map((value, at) =>
      itemOf(at + 1, 'Observation', `Ferritin in Serum; ${value} ng/mL; ${range}`, '2020-01-01'),
    );
    const place = (value: string, item: number) =>
      refusalOf(items, `Ferritin in Serum: ${value} ng/mL, above the reference range.`, [[item]]);
    expect([place('30', 1), place('<30', 2)]).toEqual([null, 'support']);
  });
});
