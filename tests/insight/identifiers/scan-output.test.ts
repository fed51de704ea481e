import { describe, expect, it } from 'vitest';
import { scanOutput } from '../../../src/insight/identifiers/scan-output.ts';
import { tokenise } from '../../../src/insight/identifiers/tokenise.ts';
import { SOMEONE } from './someone-known.ts';

const TOKENISED = tokenise(
  ['Zoë Quillfeather has long-standing asthma. Wilson disease excluded.  Trial NCT01234567.'],
  SOMEONE,
);

function found(text: string): readonly string[] {
  return scanOutput(text, TOKENISED).map(({ start, end }) => text.slice(start, end));
}

describe('the scan of an output', () => {
  it.each([
    ['Quillfeather has asthma.', 'Quillfeather'],
    ['QUILLFEATHER has asthma.', 'QUILLFEATHER'],
    ['Seen by Müllerby.', 'Müllerby'],
    ['Born March 7, 1948.', 'March 7, 1948'],
    ['Call 555-018-9911.', '555-018-9911'],
    ['SSN 219-09-9999', '219-09-9999'],
    ['Ask Dr. Penelope Whitcombe.', 'Penelope Whitcombe'],
    ['Write to someone@clinic.example now.', 'someone@clinic.example'],
    ['See https://clinic.example/x?y=1.', 'https://clinic.example/x?y=1'],
    ['MRN: 44712', '44712'],
  ])('finds what was not in evidence: %j', (text, identifier) => {
    expect(found(text)).toStrictEqual([identifier]);
  });

  it.each([
    '[NAME_1] has long-standing asthma.',
    'Long-standing asthma.',
    'Wilson disease excluded.',
    '[NAME_1] was seen by [NAME_2] on [DATE_3], MRN [MRN_4], phone [PHONE_5].',
    'Allergies: Recorded 2019-03-04; Reference range 4.0 - 5.6 %.',
    'Atorvastatin 20 mg, blood pressure 120/80, 3 results from 2020-05-01 to 2021-06-01.',
  ])('has nothing against %j', (text) => {
    expect(found(text)).toStrictEqual([]);
  });
});
