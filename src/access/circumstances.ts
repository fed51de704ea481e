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

/** A small number of its own for circumstances without labels and reveals; `null` for all others. */
export function plainNumber({
  relationships,
  consented,
  labels,
  glass,
  revealed,
}: Circumstances): number | null {
  if (labels.length > 0 || revealed.length > 0) return null;
  return relationships * 4 + (consented ? 1 : 0) + (glass ? 2 : 0);
}

/** The same for equal circumstances, different for others. */
export function circumstancesKey(circumstances: Circumstances): string {
  const { relationships, consented, labels, glass, revealed } = circumstances;
  return JSON.stringify([relationships, consented, glass, labels, revealed]);
}
