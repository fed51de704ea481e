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

/** Ends the way of one insight: it is null, and the rest of the operation answers. */
export class InsightWithheld extends Error {
  readonly reason: WithheldReason;
  /** For logs only: constant text, no PHI. */
  readonly detail: string;

  constructor(reason: WithheldReason, detail: string) {
    super(reason);
    this.name = 'InsightWithheld';
    this.reason = reason;
    this.detail = detail;
  }
}
