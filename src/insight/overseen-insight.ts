import type { InsightReviewState, StoredInsight } from './stored-insight.ts';
import type { UseCaseName } from './use-case.ts';

/**
 * What whoever oversees reviews sees of an insight: how it was made and what became of it. MUST NOT hold anything of its
 * text, of its evidence, of a reason that somebody wrote, or of its patient.
 */
export interface OverseenInsight {
  readonly id: string;
  readonly useCase: UseCaseName;
  readonly coordinate: string;
  readonly model: string;
  readonly guardrail: string;
  readonly groundingScore: number | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly reviewState: InsightReviewState;
  readonly reviewer: string | null;
  readonly reviewedAt: number | null;
}

export interface OverseenPage {
  readonly rows: readonly { readonly record: OverseenInsight; readonly position: string }[];
  readonly hasNextPage: boolean;
}

/** By name, so that what an insight gets to hold is not overseen by itself. */
export function overseen(insight: StoredInsight): OverseenInsight {
  const { id, useCase, coordinate, model, guardrail, groundingScore } = insight;
  const { createdAt, reviewState, reviewer, reviewedAt } = insight;
  return Object.freeze({
    ...{ id, useCase, coordinate, model, guardrail, groundingScore },
    ...{ createdAt, reviewState, reviewer, reviewedAt },
  });
}
