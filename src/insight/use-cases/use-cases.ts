import type { UseCase, UseCaseName } from '../use-case.ts';
import { ask } from './ask.ts';
import { codingSuggestions } from './coding-suggestions.ts';
import { draftNote } from './draft-note.ts';
import { labExplanation } from './lab-explanation.ts';
import { preVisitSummary } from './pre-visit-summary.ts';
import { priorAuthDraft } from './prior-auth-draft.ts';

/** Every kind of insight. Nothing else is asked of a model. */
export const INSIGHT_USE_CASES: Readonly<Record<UseCaseName, UseCase>> = Object.freeze({
  PRE_VISIT_SUMMARY: preVisitSummary,
  LAB_EXPLANATION: labExplanation,
  CODING_SUGGESTIONS: codingSuggestions,
  DRAFT_NOTE: draftNote,
  PRIOR_AUTH_DRAFT: priorAuthDraft,
  ASK: ask,
});
