import { describe, expect, it } from 'vitest';
import { isPlain } from '../../../src/insight/checks/plain-text.ts';
import { readWords } from '../../../src/insight/checks/read-words.ts';
import { itemOf, refusalOf } from './refusal-of.ts';

const order = (dose: string) => `digoxin 0.125 MG; Take ${dose} daily; status active`;
const note = (text: string) => `Progress note; 2024-01-01; ${text} Potassium stable.`;

describe('signs', () => {
  it.each([
    ['a decimal without its zero', 'MedicationRequest', order('.5 mg'), 'digoxin 0.125 MG; Take 5 mg daily.'],
    ['a fraction', 'MedicationRequest', order('2 1/2 tablets'), 'digoxin 0.125 MG; Take 2 tablets daily.'],
    ['an arrow', 'DocumentReference', note('↑ creatinine since discharge.'), '↓ creatinine since discharge.'],
    [
      'digits of another script',
      'MedicationRequest',
      order('one tablet'),
      'digoxin 0.125 MG; ٥٠٠٠; Take one tablet daily.',
    ],
    [
      'symbols put in',
      'Condition',
      'Asthma; clinical status active',
      '❌ Asthma ≠ ; clinical status active.',
    ],
    ['an overlay put on', 'Condition', 'Asthma; clinical status active', '⃠ Asthma; clinical status active.'],
    [
      'a minus after letters',
      'DocumentReference',
      note('Refraction OD-2.25 today.'),
      'Refraction OD 2.25 today.',
    ],
  ])('%s', (_what, kind, text, said) => {
    for (const mode of ['verbatim', 'scored'] as const) {
      expect(refusalOf([itemOf(1, kind, text)], said, [[1]], mode)).not.toBeNull();
    }
  });

  it.each([
    ['MedicationRequest', order('.5 mg'), `${order('.5 mg')}.`],
    ['MedicationRequest', order('2 1/2 tablets'), `${order('2 1/2 tablets')}.`],
    ['DocumentReference', note('↑ creatinine since discharge.'), '↑ creatinine since discharge.'],
    ['DocumentReference', note('Refraction OD-2.25 today.'), 'Refraction OD-2.25 today.'],
    ['Condition', 'COVID-19; clinical status active', 'COVID-19; clinical status active.'],
  ])('as the record has them: %s %s', (kind, text, said) => {
    expect(refusalOf([itemOf(1, kind, text)], said, [[1]])).toBeNull();
  });

  it('an arrow is not left out of what is quoted', () => {
    const items = [itemOf(1, 'DocumentReference', note('↑ creatinine since discharge.'))];
    expect(refusalOf(items, 'Creatinine since discharge.', [[1]])).toBe('support');
  });

  it('are words of their own, whatever they are', () => {
    const keys = (text: string) => readWords(text).map(({ key }) => key);
    expect(keys('Take .5, 2 1/2 or 1/2 on 1/2/2020')).toEqual([
      'take',
      '.5',
      '2 1/2',
      'or',
      '1/2',
      'on',
      '1',
      '/',
      '2',
      '/',
      '2020',
    ]);
    expect(keys('OD-2.25 ↑ ≠ ¬ ❌ 5-.5')).toEqual(['od', '-', '2.25', '↑', '≠', '¬', '❌', '5', '-', '.5']);
  });

  it('plain text has none that are not read', () => {
    expect(['٥', '५', 'a ⃠', '5̸'].filter(isPlain)).toEqual([]);
    expect(['Naïve', '5 µg', 'café'].map((text) => text.normalize('NFKC')).every(isPlain)).toBe(true);
  });
});
