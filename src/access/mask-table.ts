import type { LeafKind, Mask } from './access-model.ts';

/**
 * What a mask does to one leaf value.
 * `whole`: the value; `null`: nothing; `last4`: the last four characters if there are eight or more;
 * `year`, `birthYear`: YYYY unless it tells an age over 89; `zip3`: three digits or `000`;
 * `pseudonym`: a token that tells nothing but sameness.
 */
export type MaskRule = 'whole' | 'last4' | 'year' | 'birthYear' | 'zip3' | 'pseudonym' | 'null';

/**
 * The total table of masks by kind of field. The lint refuses a schema that asks for a pair without a rule,
 * and `maskValue` reads an absent rule as `null`.
 *
 * NAME covers name, e-mail, URL, IP and photo; GEOGRAPHY everything below state but the postal code.
 * Free text cannot be generalised safely, so only NONE discloses it.
 */
export const MASK_TABLE: Readonly<Record<LeafKind, Readonly<Record<Mask, MaskRule>>>> = Object.freeze({
  IDENTIFIER: row('last4', 'null', 'pseudonym'),
  NAME: row('whole', 'null', 'null'),
  DATE: row('whole', 'year', 'null'),
  BIRTH_DATE: row('whole', 'birthYear', 'null'),
  GEOGRAPHY: row('whole', 'null', 'null'),
  STATE: row('whole', 'whole', 'null'),
  POSTAL_CODE: row('whole', 'zip3', 'null'),
  CODED: row('whole', 'whole', 'whole'),
  TEXT: row('null', 'null', 'null'),
});

function row(partial: MaskRule, generalize: MaskRule, pseudonym: MaskRule): Readonly<Record<Mask, MaskRule>> {
  return Object.freeze({
    NONE: 'whole',
    PARTIAL: partial,
    GENERALIZE: generalize,
    PSEUDONYM: pseudonym,
    REDACT: 'null',
  });
}
