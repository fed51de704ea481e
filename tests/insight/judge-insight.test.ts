import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadUserInputError } from '../../src/errors.ts';
import { checkVerdict } from '../../src/insight/check-verdict.ts';
import { type JudgedInsight, judgeInsight } from '../../src/insight/judge-insight.ts';
import { isReviewed, mayReview, reviewersOf } from '../../src/insight/reviewers.ts';
import type { InsightVerdict } from '../../src/insight/stored-insight.ts';
import { insight, sentence, verdict } from '../datasources/insight-samples.ts';

const BY = { reviewer: 'ann', at: 7, mark: 'm' };
const draft = (texts: readonly string[] = ['a', 'b', 'c']): JudgedInsight => ({
  ...insight('i', 'p', { sentences: texts.map((text) => sentence(text)) }),
  verdicts: [],
});
const judged = (before: JudgedInsight, given: InsightVerdict): JudgedInsight => {
  const after = judgeInsight(before, given, BY);
  if (typeof after === 'string') throw new Error(after);
  return after;
};
const statesOf = ({ sentences }: JudgedInsight) => sentences.map(({ state }) => state).join(' ');

describe('a verdict on the whole', () => {
  it('judges every sentence, and says who, when and why', () => {
    const after = judged(draft(), verdict('CONFIRMED', { reason: 'as charted' }));
    expect(statesOf(after)).toBe('CONFIRMED CONFIRMED CONFIRMED');
    expect(after).toMatchObject({
      reviewState: 'CONFIRMED',
      reviewer: 'ann',
      reviewReason: 'as charted',
      reviewedAt: 7,
      verdicts: [{ ...BY, state: 'CONFIRMED', reason: 'as charted', sentence: null }],
    });
    expect(judged(draft(), verdict('REJECTED')).reviewState).toBe('REJECTED');
    expect(judged(draft([]), verdict('REJECTED')).reviewState).toBe('REJECTED');
  });

  it('keeps what the model wrote beside what a person made of it', () => {
    const after = judged(draft(), verdict('EDITED', { texts: { 1: 'B' } }));
    expect(statesOf(after)).toBe('CONFIRMED EDITED CONFIRMED');
    expect(after.sentences.map(({ text, original }) => [text, original])).toEqual([
      ['a', null],
      ['B', 'b'],
      ['c', null],
    ]);
    expect(after.reviewState).toBe('EDITED');
  });

  it('leaves what was judged before as it is', () => {
    const one = judged(draft(), verdict('CONFIRMED', { sentence: 0 }));
    const after = judged(one, verdict('REJECTED'));
    expect(statesOf(after)).toBe('CONFIRMED REJECTED REJECTED');
    expect(after.reviewState).toBe('EDITED');
    expect(judgeInsight(one, verdict('EDITED', { texts: { 0: 'A' } }), BY)).toBe('conflict');
  });

  it('is the last', () => {
    for (const state of ['CONFIRMED', 'REJECTED'] as const) {
      const after = judged(draft(), verdict(state));
      expect(judgeInsight(after, verdict(state), BY)).toBe('conflict');
      expect(judgeInsight(after, verdict('REJECTED', { sentence: 0 }), BY)).toBe('conflict');
    }
  });
});

describe('a verdict on one sentence', () => {
  it('leaves the whole a draft until all are judged', () => {
    const states = ['CONFIRMED', 'CONFIRMED', 'CONFIRMED'] as const;
    let now = draft();
    for (const [index, state] of states.entries()) {
      expect(now.reviewState).toBe('DRAFT');
      now = judged(now, verdict(state, { sentence: index }));
      expect(judgeInsight(now, verdict(state, { sentence: index }), BY)).toBe('conflict');
    }
    expect(now.reviewState).toBe('CONFIRMED');
    expect(now.verdicts.map((given) => given.sentence)).toEqual([0, 1, 2]);
  });

  it.each([
    [['REJECTED', 'REJECTED'], 'REJECTED'],
    [['CONFIRMED', 'REJECTED'], 'EDITED'],
    [['EDITED', 'CONFIRMED'], 'EDITED'],
    [['EDITED', 'EDITED'], 'EDITED'],
  ] as const)('makes of %j in the end %s', (states, whole) => {
    let now = draft(['a', 'b']);
    for (const [index, state] of states.entries()) {
      const texts = state === 'EDITED' ? { [index]: 'new' } : {};
      now = judged(now, verdict(state, { sentence: index, texts }));
    }
    expect(now.reviewState).toBe(whole);
  });

  it.each<[string, Partial<InsightVerdict> & Pick<InsightVerdict, 'state'>]>([
    ['a sentence that is not there', { state: 'CONFIRMED', sentence: 3 }],
    ['a sentence before the first', { state: 'CONFIRMED', sentence: -1 }],
    ['half a sentence', { state: 'CONFIRMED', sentence: 0.5 }],
    ['an edit without texts', { state: 'EDITED', sentence: 0 }],
    ['a text without an edit', { state: 'REJECTED', sentence: 0, texts: { 0: 'A' } }],
    ['a text of another sentence', { state: 'EDITED', sentence: 0, texts: { 1: 'B' } }],
    ['a text of none', { state: 'EDITED', texts: { 9: 'B' } }],
  ])('does not fit %s', (_name, given) => {
    expect(judgeInsight(draft(), verdict(given.state, given), BY)).toBe('misfit');
  });
});

it('judges no sentence twice and loses no word of the model, whatever verdicts come', () => {
  const verdicts = fc.array(
    fc.record({
      state: fc.constantFrom('CONFIRMED', 'EDITED', 'REJECTED'),
      sentence: fc.option(fc.integer({ min: -1, max: 4 })),
      edited: fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 3 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(verdicts, (given) => {
      let now = draft(['a', 'b', 'c', 'd']);
      for (const { state, sentence: index, edited } of given) {
        const texts = Object.fromEntries(edited.map((at) => [at, `new ${at}`]));
        const after = judgeInsight(now, verdict(state, { sentence: index, texts }), BY);
        if (typeof after === 'string') continue;
        for (const [at, before] of now.sentences.entries()) {
          if (before.state !== 'DRAFT') expect(after.sentences[at]).toEqual(before);
        }
        now = after;
      }
      expect(now.sentences.map(({ text, original }) => original ?? text)).toEqual(['a', 'b', 'c', 'd']);
      expect(now.reviewState === 'DRAFT').toBe(now.sentences.some(({ state }) => state === 'DRAFT'));
      if (now.reviewState === 'CONFIRMED' || now.reviewState === 'REJECTED') {
        expect(new Set(now.sentences.map(({ state }) => state))).toEqual(new Set([now.reviewState]));
      }
    }),
  );
});

describe('a verdict that is asked for', () => {
  const whole = { oneByOne: false };
  const each = { oneByOne: true };

  it('is of sentences that are there, and changes what it edits', () => {
    expect(() => checkVerdict(verdict('CONFIRMED', { sentence: 2 }), draft(), whole)).not.toThrow();
    for (const given of [
      verdict('CONFIRMED', { sentence: 3 }),
      verdict('EDITED', { texts: { 3: 'x' } }),
      verdict('EDITED', { texts: { 0: 'a' } }),
    ]) {
      expect(() => checkVerdict(given, draft(), whole)).toThrow(BadUserInputError);
    }
  });

  it('is of one sentence where each is judged by itself, but for a rejection', () => {
    expect(() => checkVerdict(verdict('CONFIRMED'), draft(), whole)).not.toThrow();
    expect(() => checkVerdict(verdict('CONFIRMED'), draft(), each)).toThrow(BadUserInputError);
    expect(() => checkVerdict(verdict('EDITED', { texts: { 0: 'x' } }), draft(), each)).toThrow(
      BadUserInputError,
    );
    expect(() => checkVerdict(verdict('CONFIRMED', { sentence: 0 }), draft(), each)).not.toThrow();
    expect(() => checkVerdict(verdict('REJECTED'), draft(), each)).not.toThrow();
  });
});

describe('reviewers', () => {
  it('are those that the use case names', () => {
    expect(reviewersOf('PRE_VISIT_SUMMARY')).toEqual(['PHYSICIAN', 'NURSE']);
    expect(mayReview('CODING_SUGGESTIONS', ['CODER', 'BILLING'])).toBe(true);
    expect(mayReview('CODING_SUGGESTIONS', ['PHYSICIAN'])).toBe(false);
    expect(mayReview('PRIOR_AUTH_DRAFT', ['CARE_COORDINATOR'])).toBe(true);
    expect(mayReview('DRAFT_NOTE', [])).toBe(false);
  });

  it('are none where an insight is information only', () => {
    for (const useCase of ['LAB_EXPLANATION', 'ASK'] as const) {
      expect(isReviewed(useCase)).toBe(false);
      expect(mayReview(useCase, ['PATIENT', 'PHYSICIAN', 'NURSE', 'CODER'])).toBe(false);
    }
  });
});
