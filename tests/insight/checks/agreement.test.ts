import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/insight/checks/checks.ts';
import { itemOf, refusalOf } from './refusal-of.ts';

const NOTE =
  'The patient has mild swelling of the left ankle and a scar on the right elbow. Pulse was 88 and weight was 72 kg. Potassium was high and sodium was low. He denies fever. He takes oral ramipril 5 mg and oral prednisone 10 mg each morning. Coded as K35.80 on 2021-02-03. Chronic kidney disease is stable. Gas exchange was 3 mmol/L. [NAME_1] was called.';
const ITEMS = [
  itemOf(1, 'DocumentReference', NOTE),
  itemOf(
    2,
    'Observation',
    'Ferritin in Serum; 7.2 ng/mL; effective 2020-05-01; reference range 15 - 150 ng/mL',
  ),
  itemOf(3, 'Observation', 'Zinc in Serum; 95 ug/dL; effective 2020-08-01'),
];
const scored = (text: string, ...cited: number[]) =>
  refusalOf(
    ITEMS,
    text,
    (cited.length === 0 ? [1] : cited).map((number) => [number] as const),
    'scored',
  );

describe('where other words are allowed', () => {
  it.each([
    'The patient now shows mild swelling of the left ankle.',
    'The pulse was 88, with a weight of 72 kg.',
    'The patient denies any fever.',
    'The patient takes ramipril 5 mg, each morning.',
    'Coded as K35.80 on February 3, 2021.',
    'K35.80 was coded in 2021.',
  ])('agreeing sentences pass: %s', (text) => {
    expect(scored(text)).toBeNull();
  });

  it.each([
    ['numbers', 'The pulse was found to be 89.'],
    ['numbers', 'The pulse was 72 and the weight was 88 kg.'],
    ['numbers', 'The pulse was twelve and weight 72 kg.'],
    ['units', 'The weight of the patient was 72 lbs.'],
    ['units', 'Gas exchange, it was 3 Mmol/L.'],
    ['dates', 'Coded as K35.80 on 2021-02-04 there.'],
    ['dates', 'Coded as K35.80 on March 3, 2021.'],
    ['codes', 'Coded as K35.89 on 2021-02-03 there.'],
    ['drugs', 'He takes oral lisinopril each morning.'],
    ['drugs', 'He takes oral ramipril 10 mg each morning.'],
    ['negation', 'The patient has a fever.'],
    ['negation', 'The patient has no swelling of the left ankle.'],
    ['negation', 'The patient possibly has mild swelling of the left ankle.'],
    ['negation', 'The mother of the patient has mild swelling of the left ankle.'],
    ['laterality', 'The patient now shows mild swelling of the right ankle.'],
    ['laterality', 'The patient now shows mild swelling of an ankle.'],
    ['laterality', 'In all, potassium was low and sodium was high.'],
    ['laterality', 'Now there is acute kidney disease, stable.'],
    ['support', 'The patient enjoys gardening, swimming and music.'],
    ['support', '[NAME_2] has mild swelling of the left ankle.'],
  ])('%s refuses: %s', (check, text) => {
    expect(scored(text)).toBe(check);
  });

  it('a number goes with the name of its record', () => {
    expect(scored('Her Ferritin in the serum was 7.2 ng/mL.', 2, 3)).toBeNull();
    expect(scored('Her Zinc level was 7.2 ng/mL.', 2, 3)).toBe('numbers');
    expect(scored('Her Ferritin in the serum was 150 ng/mL.', 2)).toBe('numbers');
  });

  it('the code of the sentence may be named in it', () => {
    const say = (code: string | null) =>
      refusalOf(ITEMS, 'Coded I10 for the chronic kidney disease', [[1]], 'scored', { code });
    expect([say('I10'), say(null), say('I11')]).toEqual([null, 'codes', 'codes']);
  });

  it('nothing of that passes without a score', () => {
    expect(refusalOf(ITEMS, 'The patient now shows mild swelling of the left ankle.', [[1]])).toBe('support');
  });
});

describe('the list of checks', () => {
  it('holds every check, in order, and cannot be changed', () => {
    expect(CHECKS.map(({ name }) => name)).toEqual([
      'citations exist',
      'quotes stand',
      'plain text',
      'numbers',
      'units',
      'dates',
      'codes',
      'drugs',
      'verification',
      'negation',
      'laterality',
      'support',
    ]);
    expect(Object.isFrozen(CHECKS) && CHECKS.every(Object.isFrozen)).toBe(true);
  });
});
