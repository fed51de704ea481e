import type { UseCaseName } from './use-case.ts';

/**
 * Roles of the schema that review insights of a use case. Where there are none, an insight is information only:
 * nobody reviews it, and it waits in no queue.
 */
const REVIEWERS: Readonly<Record<UseCaseName, readonly string[]>> = Object.freeze({
  PRE_VISIT_SUMMARY: Object.freeze(['PHYSICIAN', 'NURSE']),
  LAB_EXPLANATION: Object.freeze([]),
  CODING_SUGGESTIONS: Object.freeze(['CODER']),
  DRAFT_NOTE: Object.freeze(['PHYSICIAN', 'NURSE']),
  PRIOR_AUTH_DRAFT: Object.freeze(['CARE_COORDINATOR']),
  ASK: Object.freeze([]),
});

export function reviewersOf(useCase: UseCaseName): readonly string[] {
  return REVIEWERS[useCase];
}

export function isReviewed(useCase: UseCaseName): boolean {
  return reviewersOf(useCase).length > 0;
}

/** Whether one of these roles reviews insights of the use case. A tenant's derived role counts as itself, not its base. */
export function mayReview(useCase: UseCaseName, roles: readonly string[]): boolean {
  return reviewersOf(useCase).some((role) => roles.includes(role));
}
