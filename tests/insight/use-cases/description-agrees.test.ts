import { describe, expect, it } from 'vitest';
import { affirmedText } from '../../../src/insight/use-cases/affirmed-text.ts';
import { descriptionAgrees } from '../../../src/insight/use-cases/description-agrees.ts';

describe('a passage that speaks for a code', () => {
  it.each([
    ['Type 2 diabetes mellitus without complications', 'Diabetes mellitus type 2'],
    ['Essential (primary) hypertension', 'Essential hypertension (disorder)'],
    ['Cough', 'He reports a cough.'],
    ['Allergic rhinitis, unspecified', 'Has allergic rhinitis.'],
    ['Cough', 'No fever but a dry cough.'],
  ])('%s: %s', (description, passage) => {
    expect(descriptionAgrees(description, passage)).toBe(true);
  });

  it.each([
    ['Type 2 diabetes mellitus without complications', 'Diabetes mellitus type 1'],
    ['Type 2 diabetes mellitus without complications', 'Type 2 diabetes mellitus with nephropathy'],
    ['Cough', 'Denies cough.'],
    ['Fever', 'No chills, sweats, or fever.'],
    ['Cough', 'No fever. Family history: cough.'],
    ['Pneumonia', 'Pneumonia was ruled out.'],
    ['Pneumonia', 'Rule out pneumonia.'],
    ['Influenza', 'Influenza vaccine given: screening for influenza.'],
    ['Pain in right knee', 'Pain in the right hip. Swollen knee.'],
    ['Other specified disorder', 'Other specified disorder'],
  ])('not %s: %s', (description, passage) => {
    expect(descriptionAgrees(description, passage)).toBe(false);
  });

  it.each([
    'Pneumonia ruled-out by CT.',
    'Neg for pneumonia.',
    'W/o pneumonia.',
    'Pneumonia?',
    'Findings concerning for pneumonia.',
    'Could be pneumonia.',
    'Findings consistent with pneumonia.',
    'Compatible with pneumonia.',
    'Working diagnosis: pneumonia.',
    'Working diagnosis pneumonia.',
    'Pneumonia, probable.',
    'Pneumonia is suspected.',
    'Pneumonia likely.',
    'Questionable pneumonia.',
    'Concern for pneumonia.',
    'Planned treatment should pneumonia return.',
  ])('not pneumonia, which nobody is sure of (ICD-10-CM IV.H): %s', (passage) => {
    expect(descriptionAgrees('Pneumonia, unspecified organism', passage)).toBe(false);
  });

  it('a word of the description itself is no cue', () => {
    expect(descriptionAgrees('Borderline personality disorder', 'Borderline personality disorder.')).toBe(
      true,
    );
    expect(descriptionAgrees('Pneumonia', 'Treated for pneumonia with amoxicillin.')).toBe(true);
  });

  it('leaves out what a cue reaches, to the end of its sentence', () => {
    expect(affirmedText('Asthma. Denies cough, fever and chills but has a rash.')).toEqual([
      'asthma.',
      'has a rash.',
    ]);
  });
});
