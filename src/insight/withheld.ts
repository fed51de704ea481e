import { PhieldError } from '../errors.ts';

/** Why an insight, or a sentence of it, is withheld. A closed union, public. */
export const WITHHELD_REASONS = Object.freeze([
  'UNGROUNDED',
  'GUARDRAIL',
  'CITATION',
  'IDENTIFIER',
  'BUDGET',
  'CONSENT',
  'UNAVAILABLE',
  'OUT_OF_SCOPE',
] as const);
export type WithheldReason = (typeof WITHHELD_REASONS)[number];

/** Ends the way of one insight: it is null with INSIGHT_WITHHELD, and the rest of the operation answers. */
export class InsightWithheld extends PhieldError {
  readonly reason: WithheldReason;
  /** Constants of the use case: what may be asked instead. */
  readonly topics: readonly string[];

  constructor(reason: WithheldReason, detail: string, topics: readonly string[] = []) {
    super('INSIGHT_WITHHELD', detail);
    this.reason = reason;
    this.topics = topics;
  }
}
