/**
 * What the schema declares, read once from the SDL by `directives/read-access-model.ts` and frozen.
 * Policy hangs on coordinates (`Type.field`), never on response names.
 */

/** How much of a permitted value is disclosed, from most to least. */
export const MASKS = Object.freeze(['NONE', 'PARTIAL', 'GENERALIZE', 'PSEUDONYM', 'REDACT'] as const);
export type Mask = (typeof MASKS)[number];

/** Relationships a grant may name. NONE never stands in a grant. */
export const RELATIONSHIPS = Object.freeze([
  'SELF',
  'PROXY',
  'PROXY_LIMITED',
  'CARE_TEAM',
  'TREATING',
  'ORG',
] as const);
export type Relationship = (typeof RELATIONSHIPS)[number];

/** Where in the SDL something stands; shown to auditors. `line` counts from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** One `@minimumNecessary`. */
export interface Grant {
  /** `<what it stands on>#<n>`, such as `PhiCategory.LAB#2` or `Patient.ssn#1`; n counts from 1. */
  readonly id: string;
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  readonly relationships: readonly Relationship[];
  readonly mask: Mask;
  /** Labels this grant opens. */
  readonly sensitivity: readonly string[];
  readonly breakGlass: boolean;
  readonly place: Place;
}

/** What the mask table distinguishes (access-matrix, "Masks by kind of field"). */
export type LeafKind =
  | 'IDENTIFIER'
  | 'NAME'
  | 'DATE'
  | 'BIRTH_DATE'
  | 'GEOGRAPHY'
  | 'STATE'
  | 'POSTAL_CODE'
  | 'CODED'
  | 'TEXT';

/** How a field's value is masked: a leaf of a kind, or a `@value` object masked field by field. */
export type ValueShape =
  | { readonly shape: 'leaf'; readonly kind: LeafKind; readonly list: boolean }
  | {
      readonly shape: 'value';
      readonly type: string;
      readonly fields: Readonly<Record<string, ValueShape>>;
      readonly list: boolean;
    }
  /** An object with rows of its own (`@subject`, a connection of them) or a `@notPhi` object: whole or null. */
  | { readonly shape: 'object'; readonly list: boolean };

/** One PHI coordinate of a `@subject` type. */
export interface PhiField {
  readonly coordinate: string;
  readonly name: string;
  /** Position among the PHI fields of its type, from 0: the index into a decision table. At most 62 per type. */
  readonly index: number;
  /** `null`: the row's own category. */
  readonly category: string | null;
  readonly identifier: string | null;
  readonly sensitivity: readonly string[];
  readonly element: string | null;
  readonly value: ValueShape;
  /** For a connection or an object of another `@subject` type: that type's name. */
  readonly rowType: string | null;
  readonly place: Place;
  /** Grants in force for a category: field's own, else type's, else the category's. Keyed by category. */
  readonly grants: Readonly<Record<string, readonly Grant[]>>;
}

/** An object type marked `@subject`. */
export interface SubjectType {
  readonly name: string;
  readonly index: number;
  /** Property of the record that names the patient. */
  readonly subjectField: string;
  /** Property of the record that holds the row's category or categories; `null` when no field needs it. */
  readonly categoryField: string | null;
  /** Categories a row of this type may have, OTHER among them; empty where `categoryField` is `null`. */
  readonly rowCategories: readonly string[];
  readonly fields: readonly PhiField[];
  readonly place: Place;
}

/** An argument or input field that filters or sorts by a PHI field. */
export interface PhiFilter {
  /** `Type.field(arg:)` or `Input.field`. */
  readonly coordinate: string;
  /** Coordinate of the field it filters by, so that what narrows the field narrows the filter; `null`: none can be told. */
  readonly field: string | null;
  /** All fields it reads, that one first: each must be open, and is read of every row found. */
  readonly fields: readonly string[];
  readonly category: string | null;
  readonly identifier: string | null;
  /** Labels of the field, and its own. */
  readonly sensitivity: readonly string[];
  readonly grants: Readonly<Record<string, readonly Grant[]>>;
  readonly place: Place;
}

export interface AccessModel {
  /** SHA-256 (hex) over the SDL files; part of the policy version. */
  readonly version: string;
  readonly roles: readonly string[];
  readonly categories: readonly string[];
  readonly sensitivities: readonly string[];
  /** Each purpose with itself and everything it is-a, so `ancestors.BTG` has BTG, ETREAT and TREAT. */
  readonly purposeAncestors: Readonly<Record<string, readonly string[]>>;
  readonly types: Readonly<Record<string, SubjectType>>;
  readonly filters: Readonly<Record<string, PhiFilter>>;
}
