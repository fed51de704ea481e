/** Kinds of identifier, as tokens name them (45 CFR 164.514(b)(2)(i) lists what must go). */
export const IDENTIFIER_KINDS = Object.freeze([
  'NAME',
  'DATE',
  'PHONE',
  'EMAIL',
  'MRN',
  'SSN',
  'ADDRESS',
  'ID',
  'URL',
] as const);
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/** A stretch of a text: UTF-16 code units, `end` exclusive. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly kind: IdentifierKind;
}
