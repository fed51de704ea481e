import type { SubjectType } from './access-model.ts';
import type { Circumstances } from './circumstances.ts';
import type { FieldDecision, SilentReason } from './decide.ts';

/** Codes of a decision table: the index of the mask in MASKS, or DENIED. */
export const WHOLE = 0;
export const DENIED = 255;

/** Every decision about one type's PHI fields, for one category set under the same circumstances. */
export interface DecisionTable {
  readonly type: SubjectType;
  /** Sorted category codes of the row, joined with `+`. */
  readonly categories: string;
  readonly circumstances: Circumstances;
  /** By `PhiField.index`: WHOLE, the index of a mask, or DENIED. */
  readonly codes: Uint8Array;
  /** By `PhiField.index`, what the codes stand for. */
  readonly decisions: readonly FieldDecision[];
  /** By `PhiField.index`: the category each decision was taken for; `null` for a list whose rows bear their own. */
  readonly fieldCategories: readonly (string | null)[];
  /**
   * By `PhiField.index`, what the actor may be told: the decisions of a row that bears no labels and that no
   * consent withholds.
   */
  readonly told: readonly FieldDecision[];
  /** Scopes let such rows be searched for, beside being read (SMART App Launch 2.2): asked in lists. */
  readonly searchable: boolean;
  /** Why consent or a label withholds something of it; `null`: they do not. */
  readonly silent: SilentReason | null;
  /** A row exists for an actor if a grant survives for at least one of its coordinates. */
  readonly exists: boolean;
  /** Nothing of the row is whole or nearly so: its ids are linkable and become pseudonyms. */
  readonly pseudonymousIds: boolean;
}

/** Circumstances with what was decided under them: rows that share these share the tables. */
export interface Setting {
  readonly circumstances: Circumstances;
  /** By `SubjectType.index`, then by category set. */
  readonly tables: (Map<string, DecisionTable> | undefined)[];
  /** Categories that may be read of a type; `null`: all. */
  readonly readable: Map<SubjectType, readonly string[] | null>;
}

export function newSetting(circumstances: Circumstances): Setting {
  return Object.freeze({ circumstances, tables: [], readable: new Map() });
}
