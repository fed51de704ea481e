import { describe, expect, it } from 'vitest';
import { bearsOnCriterion } from '../../../src/insight/use-cases/rules/bears-on-criterion.ts';
import { suggestedCode } from '../../../src/insight/use-cases/rules/suggested-code.ts';
import { items, refusal, sentence } from './sentence.ts';

const NOTE = 'Physical therapy for low back pain was completed. The zebra has stripes.';
const evidence = items(
  ['Policy', 'Physical therapy for back pains has been tried.'],
  ['DocumentReference', NOTE],
  ['Encounter', 'ambulatory; Office visit; 2025-01-02'],
  ['Policy', 'An encounter took place in the last six months.'],
);
const said = (policy: number, record: number, quote: string, status: 'MET' | 'NOT_MET' = 'MET') =>
  refusal(
    bearsOnCriterion,
    sentence(
      '…',
      [
        [policy, 'criterion'],
        [record, quote],
      ],
      { status },
    ),
    { items: evidence },
  );

describe('what meets a criterion', () => {
  it('speaks of what it asks', () => {
    expect(said(1, 2, 'Physical therapy for low back pain was completed.')).toBeNull();
    expect(said(4, 3, 'Office visit; 2025-01-02')).toBeNull();
  });

  it.each(['MET', 'NOT_MET'] as const)('is no other passage of the record: %s', (status) => {
    expect(said(1, 2, 'The zebra has stripes.', status)).toBe('CITATION');
    expect(said(1, 3, 'Office visit; 2025-01-02', status)).toBe('CITATION');
  });

  it('does not bring along what stands beside it', () => {
    expect(said(1, 2, NOTE)).toBe('CITATION');
  });

  it('rests on nothing where nothing is in the record', () => {
    const none = sentence('…', [[1, 'criterion']], { status: 'NOT_IN_RECORD' });
    expect(refusal(bearsOnCriterion, none, { items: evidence })).toBeNull();
  });
});

describe('a suggested code', () => {
  const codes = {
    version: 'made-up',
    find: () => ({ code: 'I10', billable: true, description: 'Essential (primary) hypertension' }),
    candidates: () => [],
  };
  const note = items(['DocumentReference', 'Essential hypertension, on lisinopril. The zebra has stripes.']);
  const refused = (text: string, ...quotes: readonly string[]) =>
    refusal(
      suggestedCode,
      sentence(
        text,
        quotes.map((quote) => [1, quote] as const),
        { code: 'I10' },
      ),
      {
        items: note,
        codes,
      },
    );

  it('stands with its passage', () => {
    expect(
      refused('Essential hypertension, on lisinopril.', 'Essential hypertension, on lisinopril'),
    ).toBeNull();
  });

  it.each([
    [
      'another passage beside one that describes it',
      'The zebra has stripes.',
      ['The zebra has stripes.', 'Essential hypertension'],
    ],
    [
      'both in one sentence',
      'Essential hypertension; The zebra has stripes.',
      ['Essential hypertension', 'The zebra has stripes.'],
    ],
    [
      'a quote of two sentences',
      'Essential hypertension, on lisinopril. The zebra has stripes.',
      ['Essential hypertension, on lisinopril. The zebra has stripes.'],
    ],
  ])('not with %s', (_, text, quotes) => {
    expect(refused(text, ...quotes)).toBe('CITATION');
  });
});
