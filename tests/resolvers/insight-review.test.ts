import { describe, expect, it } from 'vitest';
import { toInsightRecord, toInsightVerdict } from '../../resolvers/insight-review.ts';
import { BadUserInputError } from '../../src/errors.ts';
import { insight, sentence } from '../datasources/insight-samples.ts';

describe('an insight as a row', () => {
  it('has what access hangs on and what is shown, and nothing of how it was made', () => {
    const stored = insight('i', 'p', {
      sentences: [sentence('HbA1c 7.2 %', { original: 'HbA1c 7.1 %', state: 'EDITED' })],
      reviewState: 'EDITED',
      reviewer: 'ann',
      reviewReason: 'checked',
      reviewedAt: Date.UTC(2026, 2, 2),
      createdAt: Date.UTC(2026, 2, 1),
    });
    const { notice, ...record } = toInsightRecord(stored);
    expect(notice).toMatch(/\S/);
    expect(record).toEqual({
      resourceType: 'Insight',
      id: 'i',
      subjectId: 'p',
      rowCategories: ['LAB'],
      labels: ['R'],
      useCase: 'PRE_VISIT_SUMMARY',
      audience: 'CLINICIAN',
      sentences: [
        {
          text: 'HbA1c 7.2 %',
          section: null,
          code: null,
          status: null,
          state: 'EDITED',
          original: 'HbA1c 7.1 %',
          citations: [
            {
              resourceType: 'Observation',
              resourceId: 'o1',
              coordinate: 'Observation.valueQuantity',
              quote: 'HbA1c 7.2 %',
              source: 'Observation/o1',
              date: '2026-02-01',
            },
          ],
        },
      ],
      withheldSentences: 1,
      groundingScore: 0.93,
      relevanceScore: null,
      model: 'phield-extractive',
      guardrail: 'local:1',
      guardrailPolicy: '2026-01',
      reviewState: 'EDITED',
      reviewer: 'ann',
      reviewReason: 'checked',
      reviewedAt: '2026-03-02T00:00:00.000Z',
      createdAt: '2026-03-01T00:00:00.000Z',
    });
  });
});

describe('a reviewer’s decision', () => {
  const reason = 'as charted today';

  it('is read out of its arguments', () => {
    expect(toInsightVerdict({ verdict: 'CONFIRM', reason: `  ${reason} ` })).toEqual({
      state: 'CONFIRMED',
      reason,
      sentence: null,
      texts: {},
    });
    const texts = [
      { sentence: 0, text: ' first\n' },
      { sentence: 2, text: 'Größe 180 cm\n\tim Stehen' },
    ];
    expect(toInsightVerdict({ verdict: 'EDIT', reason, sentence: null, texts })).toEqual({
      state: 'EDITED',
      reason,
      sentence: null,
      texts: { 0: 'first', 2: 'Größe 180 cm\n\tim Stehen' },
    });
    expect(toInsightVerdict({ verdict: 'REJECT', reason, sentence: 0, texts: [] })).toMatchObject({
      state: 'REJECTED',
      sentence: 0,
    });
    expect(
      toInsightVerdict({ verdict: 'EDIT', reason, texts: [text(0, 'x'.repeat(2000))] }).texts[0],
    ).toHaveLength(2000);
  });

  it.each([
    ['a reason of nine characters', { verdict: 'CONFIRM', reason: 'too short' }],
    ['a reason too long', { verdict: 'CONFIRM', reason: 'x'.repeat(2001) }],
    ['a sentence before the first', { verdict: 'CONFIRM', reason, sentence: -1 }],
    ['an edit without texts', { verdict: 'EDIT', reason }],
    ['an edit with no text at all', { verdict: 'EDIT', reason, texts: [] }],
    ['texts that confirm', { verdict: 'CONFIRM', reason, texts: [text(0, 'x')] }],
    ['texts that reject', { verdict: 'REJECT', reason, texts: [text(0, 'x')] }],
    ['a text of another sentence', { verdict: 'EDIT', reason, sentence: 1, texts: [text(0, 'x')] }],
    ['a text of no sentence', { verdict: 'EDIT', reason, texts: [text(-1, 'x')] }],
    ['two texts of one sentence', { verdict: 'EDIT', reason, texts: [text(0, 'x'), text(0, 'y')] }],
    ['an empty text', { verdict: 'EDIT', reason, texts: [text(0, ' \n')] }],
    ['a text too long', { verdict: 'EDIT', reason, texts: [text(0, 'x'.repeat(2001))] }],
    ['a text that turns its direction', { verdict: 'EDIT', reason, texts: [text(0, 'a\u202eb')] }],
    ['a text with what is not seen', { verdict: 'EDIT', reason, texts: [text(0, 'a\u{e0041}b')] }],
    ['a text with a variation', { verdict: 'EDIT', reason, texts: [text(0, 'a\ufe01b')] }],
    ['a text with a control', { verdict: 'EDIT', reason, texts: [text(0, 'a\u0007b')] }],
  ] as const)('is refused with %s', (_name, given) => {
    expect(() => toInsightVerdict(given)).toThrow(BadUserInputError);
  });

  function text(index: number, written: string) {
    return { sentence: index, text: written };
  }
});
