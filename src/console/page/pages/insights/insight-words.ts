import type { OversightState } from '../../generated/schema-types.ts';
import type { Tone } from '../../parts/badge.tsx';

interface KindWords {
  readonly title: string;
  /** Roles that judge it (docs/insights.md). */
  readonly reviewers: string;
}

const KINDS: Readonly<Record<string, KindWords>> = Object.freeze({
  PRE_VISIT_SUMMARY: { title: 'Summary before a visit', reviewers: 'physicians, nurses' },
  LAB_EXPLANATION: { title: 'Explanation of a result', reviewers: 'nobody: information' },
  CODING_SUGGESTIONS: { title: 'Suggested codes', reviewers: 'coders' },
  DRAFT_NOTE: { title: 'Draft of a note', reviewers: 'physicians, nurses' },
  PRIOR_AUTH_DRAFT: { title: 'Draft of a prior authorization', reviewers: 'care coordinators' },
  ASK: { title: 'Answer to a question', reviewers: 'nobody: information' },
});

export const STATE_TONES: Readonly<Record<OversightState, Tone>> = Object.freeze({
  DRAFT: 'warn',
  CONFIRMED: 'good',
  EDITED: 'info',
  REJECTED: 'bad',
});

const STATE_WORDS: Readonly<Record<OversightState, string>> = Object.freeze({
  DRAFT: 'waits',
  CONFIRMED: 'confirmed',
  EDITED: 'changed',
  REJECTED: 'rejected',
});

export function kindTitle(useCase: string): string {
  return KINDS[useCase]?.title ?? useCase;
}

export function kindReviewers(useCase: string): string {
  return KINDS[useCase]?.reviewers ?? '';
}

export function stateWord(state: OversightState): string {
  return STATE_WORDS[state];
}
