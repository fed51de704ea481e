/** One value of a record, as text. */
export interface EvidencePart {
  /** `Type.field` of the schema. */
  readonly coordinate: string;
  readonly text: string;
}

/**
 * One record, or one passage given by the caller, that a model may read. Every part was whole for the reader when
 * it was collected; nothing else reaches a model (design §8).
 */
export interface EvidenceItem {
  /** From 1, in the order shown: what citations name. */
  readonly number: number;
  /** FHIR type; `Transcript` for a turn of a visit, `Policy` for a criterion of a payer's policy. */
  readonly resourceType: string;
  /** FHIR logical id; the turn's or criterion's number. */
  readonly resourceId: string;
  /** FHIR date or dateTime, or `null`. */
  readonly date: string | null;
  readonly parts: readonly EvidencePart[];
  /**
   * What the model reads and quotes: the texts of the parts joined by `; `. A quote MUST be found in it. Before the
   * model it is a text with tokens in place of identifiers.
   */
  readonly text: string;
}

/** Why a value is no evidence; `NOT_SO`: its own record says that it is not to be taken as said. */
export type LeftOut = 'MASKED' | 'DENIED' | 'EMPTY' | 'NOT_SO' | 'BUDGET' | 'UNREADABLE';

export interface EvidenceSet {
  /** In the order shown: by kind of record as the sources name them, newest first. */
  readonly items: readonly EvidenceItem[];
  readonly leftOut: readonly {
    readonly resourceType: string;
    readonly resourceId: string;
    readonly reason: LeftOut;
  }[];
  /** Kinds of record of which something that the reader may see did not go in: nobody can say which is the newest. */
  readonly incomplete: ReadonlySet<string>;
  /** SHA-256 (hex) over items, their parts and order, before tokens. */
  readonly hash: string;
}
