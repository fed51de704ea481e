import type { RelationshipSet } from './decide.ts';

/**
 * All that a decision takes from the patient and the row, besides the row's categories. It names no patient
 * and no row, so rows under the same circumstances share their decisions.
 */
export interface Circumstances {
  readonly relationships: RelationshipSet;
  /** The patient's consents, or the tenant's policy where there are none, let the row go. */
  readonly consented: boolean;
  /** Security labels of row and patient, sorted. */
  readonly labels: readonly string[];
  /** A glass that this actor opened for this patient is in force. */
  readonly glass: boolean;
  /** Coordinates of the row that are revealed now, sorted. */
  readonly revealed: readonly string[];
}

const NONE: readonly string[] = Object.freeze([]);

/** A row about which nothing but the relationship matters. */
export function plainCircumstances(relationships: RelationshipSet): Circumstances {
  return Object.freeze({ relationships, consented: true, labels: NONE, glass: false, revealed: NONE });
}

/** The same for equal circumstances, different for others: codes and coordinates hold none of the marks between them. */
export function circumstancesKey(circumstances: Circumstances): string {
  const { relationships, consented, labels, glass, revealed } = circumstances;
  const flags = (consented ? 1 : 0) + (glass ? 2 : 0);
  if (labels.length === 0 && revealed.length === 0) return `${relationships}.${flags}`;
  return `${relationships}.${flags}.${JSON.stringify(labels)}.${JSON.stringify(revealed)}`;
}
