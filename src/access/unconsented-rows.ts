import type { ConsentVerdict, ConsentView } from './consent/consent-view.ts';

/** Rows that tell what staff did or may do with a patient's record, or which consent needs mending. */
const UNCONSENTED: ReadonlySet<string> = new Set(['BreakGlassReview', 'AccessExplanation', 'ConsentFinding']);

const PERMIT: ConsentVerdict = Object.freeze({ permit: true, consent: null });

/**
 * The same view, but for rows that no consent withholds: whoever forbade the access that an opened glass gave would
 * else keep it from being reviewed.
 */
export function sparingReviews(view: ConsentView): ConsentView {
  return Object.freeze({
    // A denial of every row is no longer one of every row.
    always: view.always?.permit === false ? null : view.always,
    decide: (type: string, record: Readonly<Record<string, unknown>>, labels: readonly string[]) =>
      UNCONSENTED.has(type) ? PERMIT : view.decide(type, record, labels),
  });
}
