import { describe, expect, it } from 'vitest';
import { evidenceOf, extracted } from './evidence.ts';

const REFERENCE = [
  'E11.9 Type 2 diabetes mellitus without complications',
  'R07.9 Chest pain, unspecified',
  'M25.50 Pain in unspecified joint',
  'M25.561 Pain in right knee',
  'not a code at all',
];
const suggested = (...lines: readonly (readonly [string, string])[]) =>
  extracted('CODING_SUGGESTIONS', evidenceOf(...lines), { reference: REFERENCE });

describe('suggested codes', () => {
  it('cite the condition or the whole sentence that says all of the description', () => {
    const sentences = suggested(
      ['Condition', 'Diabetes mellitus type 2; clinical status active; onset 2010-03-02'],
      ['DocumentReference', 'Progress note; 2020-01-01; He is well. He has pain in the right knee.'],
    );
    expect(sentences).toEqual([
      {
        text: 'Diabetes mellitus type 2.',
        code: 'E11.9',
        citations: [{ item: 1, quote: 'Diabetes mellitus type 2' }],
      },
      {
        text: 'He has pain in the right knee.',
        code: 'M25.561',
        citations: [{ item: 2, quote: 'He has pain in the right knee.' }],
      },
    ]);
  });

  it.each([
    'Denies chest pain.',
    'No fever, cough or chest pain.',
    'Possible chest pain.',
    'Chest pain was ruled out.',
    'His father has chest pain.',
  ])('are none for: %s', (text) => {
    expect(suggested(['DocumentReference', `Note; 2020-01-01; ${text}`])).toEqual([]);
  });

  it('come from the given lines only', () => {
    expect(
      extracted('CODING_SUGGESTIONS', evidenceOf(['Condition', 'Asthma; clinical status active'])),
    ).toEqual([]);
  });

  it('leave out what was entered in error', () => {
    expect(suggested(['Condition', 'Diabetes mellitus type 2; clinical status entered-in-error'])).toEqual(
      [],
    );
  });
});
