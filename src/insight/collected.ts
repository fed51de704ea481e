import type { EvidencePart, LeftOut } from './evidence.ts';

/** One record, or one passage that a caller or tenant gave, before it is numbered. */
export interface Collected {
  readonly resourceType: string;
  readonly resourceId: string;
  /** FHIR date or dateTime, or `null`. */
  readonly date: string | null;
  /** At least one, in the order in which the sources select them. */
  readonly parts: readonly EvidencePart[];
  /** `Encounter/id` of the encounters it belongs to; an encounter belongs to itself. */
  readonly encounters: readonly string[];
  /** PhiCategory codes of the parts, sorted. */
  readonly categories: readonly string[];
  /** Security labels of record and patient, sorted. */
  readonly labels: readonly string[];
  /** The record that a given passage belongs to: who may not have all of that MUST NOT have what was made of it. */
  readonly belongsTo?: Collected;
}

export interface Collection {
  /** By kind of record as the sources name them, newest first. */
  readonly found: readonly Collected[];
  readonly leftOut: readonly { resourceType: string; resourceId: string; reason: LeftOut }[];
}
