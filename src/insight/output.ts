/** One thing a model said, parsed and of the right shape, not yet believed. */
export interface OutputCitation {
  /** `EvidenceItem.number`. */
  readonly item: number;
  /** Words of that item. */
  readonly quote: string;
}

export interface OutputSentence {
  readonly text: string;
  readonly citations: readonly OutputCitation[];
  /** Heading it stands under, one of the use case's; `null`: none. */
  readonly section: string | null;
  /** ICD-10-CM code, for CODING_SUGGESTIONS. */
  readonly code: string | null;
  /** For PRIOR_AUTH_DRAFT. */
  readonly status: CriterionStatus | null;
}

export const CRITERION_STATUSES = Object.freeze(['MET', 'NOT_MET', 'NOT_IN_RECORD'] as const);
export type CriterionStatus = (typeof CRITERION_STATUSES)[number];

export interface ModelOutput {
  readonly sentences: readonly OutputSentence[];
  /** The model found nothing it may say. */
  readonly outOfScope: boolean;
}
