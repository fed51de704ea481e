import { describe, expect, it } from 'vitest';
import { activeOnly } from '../../../src/insight/use-cases/rules/active-only.ts';
import { bearsOnCriterion } from '../../../src/insight/use-cases/rules/bears-on-criterion.ts';
import { suggestedCode } from '../../../src/insight/use-cases/rules/suggested-code.ts';
import { items, refusal, sentence } from '../use-cases/sentence.ts';
import { itemOf, refusalOf } from './refusal-of.ts';

const DOUBTED = 'Pulmonary embolism; clinical status active; verification status differential';
const ACTIVE = { section: 'Problems' };

describe('verification', () => {
  it.each(['verbatim', 'scored'] as const)('%s: a doubt is told with its condition', (mode) => {
    const doubted = [itemOf(1, 'Condition', DOUBTED)];
    expect(refusalOf(doubted, 'Pulmonary embolism; clinical status active.', [[1]], mode)).toBe(
      'verification',
    );
    expect(refusalOf(doubted, `${DOUBTED}.`, [[1]], mode)).toBeNull();
  });

  it('what is confirmed is told as it is, and so is what says nothing of it', () => {
    for (const more of ['; verification status confirmed', '']) {
      const certain = [itemOf(1, 'Condition', `Asthma; clinical status active${more}`)];
      expect(refusalOf(certain, 'Asthma; clinical status active.', [[1]])).toBeNull();
    }
  });

  it('an allergy that is refuted is none', () => {
    const refuted = [
      itemOf(1, 'AllergyIntolerance', 'Penicillin V; clinical status active; verification status refuted'),
    ];
    expect(refusalOf(refuted, 'Penicillin V.', [[1]], 'scored')).toBe('verification');
  });

  it('what is not confirmed is no active problem, gets no code and meets no criterion', () => {
    const cited = (text: string) =>
      items(['Condition', text], ['Policy', 'A pulmonary embolism is diagnosed.']);
    const codes = {
      version: 'made-up',
      find: () => ({ code: 'I26.99', billable: true, description: 'Pulmonary embolism' }),
      candidates: () => [],
    };
    const said = sentence('Pulmonary embolism.', [[1, 'Pulmonary embolism']], { code: 'I26.99' });
    const met = sentence(
      'A pulmonary embolism is diagnosed: Pulmonary embolism.',
      [
        [2, 'A pulmonary embolism is diagnosed.'],
        [1, 'Pulmonary embolism'],
      ],
      { status: 'MET' },
    );
    const judge = (text: string) => [
      refusal(activeOnly(['Problems']), { ...said, ...ACTIVE }, { items: cited(text) }),
      refusal(suggestedCode, said, { items: cited(text), codes }),
      refusal(bearsOnCriterion, met, { items: cited(text) }),
    ];
    expect(judge(DOUBTED)).toEqual(['UNGROUNDED', 'CITATION', 'CITATION']);
    expect(judge(DOUBTED.replace('differential', 'confirmed'))).toEqual([null, null, null]);
  });
});
