import type { Mask, Relationship } from '../access/access-model.ts';

/** One PHI coordinate that a document can resolve for somebody. */
export interface FootprintCoordinate {
  /** `Type.field` of a `@subject` type. */
  readonly coordinate: string;
  /** The declared category; `null`: the row's own, one or more of `categories`. */
  readonly category: string | null;
  /** Every category it can be decided by, sorted; the declared one alone where there is one. */
  readonly categories: readonly string[];
  readonly identifier: string | null;
  /** Labels declared on the field, sorted. */
  readonly sensitivity: readonly string[];
}

/** A grant that serves a role for coordinates of the document, as the policy leaves it. */
export interface FootprintGrant {
  /** Of each of the coordinates. */
  readonly categories: readonly string[];
  /** NONE for a field that leads to rows: they have masks of their own. */
  readonly mask: Mask;
  /** Those that an operation may run under, the more special ones among them. */
  readonly purposes: readonly string[];
  readonly relationships: readonly Relationship[];
  /** Labels it opens. */
  readonly sensitivity: readonly string[];
  readonly breakGlass: boolean;
  readonly coordinates: readonly string[];
}

/**
 * What a role could ever get: the most that any declared grant gives it, for whatever purpose, relationship and
 * category, broken glass included. Coordinates of fields and of filters; each stands in exactly one list.
 */
export interface RoleFootprint {
  readonly whole: readonly string[];
  readonly masked: readonly string[];
  readonly denied: readonly string[];
  /** Behind the lists, so that a grant that becomes wider is seen where the list stays the same. */
  readonly grants: readonly FootprintGrant[];
}

/**
 * All PHI that a document can ever touch: whatever its variables, whoever runs it, whatever is stored. It MUST
 * contain every coordinate that an execution leaves in the ledger. All lists are sorted and without repetition,
 * so that equal footprints are equal bytes.
 */
export interface Footprint {
  readonly coordinates: readonly FootprintCoordinate[];
  /** `Type.field(arg:)` or `Input.field`: filters by PHI that it uses, or could by a variable. */
  readonly filters: readonly string[];
  /** `Type.field` of fields that a model writes, or that wrote an insight it may be given; their sources are in `coordinates`. */
  readonly insights: readonly string[];
  /** `Mutation.field`. */
  readonly mutations: readonly string[];
  /** Patients that one run can be about; at most `Number.MAX_SAFE_INTEGER`. */
  readonly worstPatients: number;
  /** Rows about patients that one run can be given, the patients and the sources of insights among them; bounded likewise. */
  readonly worstRows: number;
  /** By role, those that the tenant derives among them. */
  readonly byRole: Readonly<Record<string, RoleFootprint>>;
  /** SHA-256 (hex) over everything above. */
  readonly hash: string;
}

/** How a footprint differs from one that was reviewed. */
export interface FootprintDifference {
  /** Whether anything was added or became weaker. MUST be true where there was nothing to compare with. */
  readonly widened: boolean;
  /** One line each: `coordinate Patient.ssn`, `filter …`, `insight …`, `mutation …`, `patients 1 → 50`, `NURSE Patient.ssn PARTIAL → NONE`. */
  readonly added: readonly string[];
  /** The same for what is gone, less or stricter. */
  readonly removed: readonly string[];
}
