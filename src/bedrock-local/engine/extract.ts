import type { EngineInput } from '../engine-input.ts';
import { answer, type Sentence } from './answer.ts';
import { ask } from './ask.ts';
import { codingSuggestions } from './coding-suggestions.ts';
import { draftNote } from './draft-note.ts';
import { labExplanation } from './lab-explanation.ts';
import { preVisitSummary } from './pre-visit-summary.ts';
import { priorAuthDraft } from './prior-auth-draft.ts';

type Extractor = (input: EngineInput) => readonly Sentence[];

const EXTRACTORS: ReadonlyMap<string, Extractor> = new Map<string, Extractor>([
  ['PRE_VISIT_SUMMARY', preVisitSummary],
  ['LAB_EXPLANATION', labExplanation],
  ['CODING_SUGGESTIONS', codingSuggestions],
  ['DRAFT_NOTE', draftNote],
  ['PRIOR_AUTH_DRAFT', priorAuthDraft],
  ['ASK', ask],
]);

/**
 * The extractive engine: selects, orders, groups and quotes evidence, and writes nothing of its own. What evidence,
 * question or reference ask of it is never done: only the use case's name chooses what it does. Deterministic.
 * @returns JSON text of the shape in `src/insight/output.ts`; out of scope where nothing may be said, or where the use case is unknown.
 */
export function extract(input: EngineInput): string {
  return answer(EXTRACTORS.get(input.useCase)?.(input) ?? []);
}
