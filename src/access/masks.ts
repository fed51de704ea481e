import { keyedHash } from '../keyed-hash.ts';
import type { LeafKind, Mask, ValueShape } from './access-model.ts';
import { ageRange } from './age.ts';
import { MASK_TABLE } from './mask-table.ts';
import type { Zip3Rule } from './zip3.ts';

/** What masking needs to know about the patient whose value it is. */
export interface MaskFacts {
  /** FHIR date, or `null` when unknown. */
  readonly birthDate: string | null;
  readonly deceasedDate: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Random, 32 bytes, per tenant, purpose and patient; `null`: no pseudonyms, so null in their place. */
  readonly pseudonymKey: Uint8Array | null;
  readonly zip3Populous: Zip3Rule;
}

/** 45 CFR 164.514(b)(2)(i)(C): "over 89" begins with the ninetieth birthday. */
const FIRST_AGE_WITHHELD = 90;
/** Identifiers shorter than this would be told by their last four characters. */
const SHORTEST_PARTIAL = 8;

/**
 * What `mask` leaves of a value. Values are GraphQL-shaped: plain objects whose properties bear the names
 * of the `@value` type's fields.
 *
 * MUST NOT throw, whatever the value. NONE gives the value itself. Under any other mask a value of an
 * unexpected kind gives null, a property the shape does not name is dropped, null items leave their list,
 * and a list or object of which nothing is left is null: two records that differ only in what the mask
 * hides, the number of hidden items included, MUST give the same answer.
 */
export function maskValue(value: unknown, shape: ValueShape, mask: Mask, facts: MaskFacts): unknown {
  if (mask === 'NONE') return value;
  if (value === null || value === undefined) return null;
  if (!shape.list) return maskItem(value, shape, mask, facts, null);
  if (!Array.isArray(value)) return null;
  const kept = value.map((item) => maskItem(item, shape, mask, facts, null)).filter((item) => item !== null);
  return kept.length === 0 ? null : kept;
}

/**
 * A token that tells nothing but that two values are the same. The key is random and deleted with the
 * patient, so the token is not derived from information about the person (45 CFR 164.514(c)).
 * @param label keeps values of different meaning apart, such as a resource type.
 * @returns 36 characters within the grammar of a FHIR id; `null` without a key.
 */
export function pseudonymOf(key: Uint8Array, label: string, value: string): string;
export function pseudonymOf(key: Uint8Array | null, label: string, value: string): string | null;
export function pseudonymOf(key: Uint8Array | null, label: string, value: string): string | null {
  if (key === null) return null;
  const framed = `${label.length}:${label}${value}`;
  return `psn-${keyedHash(key).update(framed).digest('hex').slice(0, 32)}`;
}

type Properties = Readonly<Record<string, unknown>>;

function maskItem(
  value: unknown,
  shape: ValueShape,
  mask: Mask,
  facts: MaskFacts,
  owner: Properties | null,
): unknown {
  switch (shape.shape) {
    case 'leaf':
      return maskLeaf(value, shape.kind, mask, facts, owner);
    case 'value':
      return isProperties(value) ? maskProperties(value, shape.fields, mask, facts) : null;
    case 'object':
      // An organisation or place beside the patient: PARTIAL leaves names and places whole, the rest do not.
      return mask === 'PARTIAL' && isProperties(value) ? value : null;
  }
}

function maskProperties(
  value: Properties,
  fields: Readonly<Record<string, ValueShape>>,
  mask: Mask,
  facts: MaskFacts,
): Properties | null {
  const masked = Object.entries(fields).map(([name, shape]): readonly [string, unknown] => {
    const property = Object.hasOwn(value, name) ? value[name] : null;
    if (!shape.list) return [name, maskItem(property, shape, mask, facts, value)];
    return [name, maskValue(property, shape, mask, facts)];
  });
  return masked.some(([, left]) => left !== null) ? Object.fromEntries(masked) : null;
}

function maskLeaf(
  value: unknown,
  kind: LeafKind,
  mask: Mask,
  facts: MaskFacts,
  owner: Properties | null,
): string | number | boolean | null {
  const scalar = scalarOf(value);
  if (scalar === null) return null;
  const rule = MASK_TABLE[kind]?.[mask] ?? 'null';
  if (rule === 'whole') return scalar;
  if (typeof scalar !== 'string') return null;
  switch (rule) {
    case 'last4':
      return lastFour(scalar);
    case 'year':
      return yearUnlessAged(scalar, scalar, facts);
    case 'birthYear':
      return yearUnlessAged(scalar, facts.birthDate, facts);
    case 'zip3':
      return threeDigits(scalar, owner, facts.zip3Populous);
    case 'pseudonym':
      return pseudonymOf(facts.pseudonymKey, kind, scalar);
    case 'null':
      return null;
  }
}

function lastFour(identifier: string): string | null {
  const characters = Array.from(identifier.trim());
  return characters.length >= SHORTEST_PARTIAL ? characters.slice(-4).join('') : null;
}

/**
 * The year of `date`, unless `since` (the birth date, or the date itself for an event of the person's life)
 * or the date shows that the person is, or died, over 89; or one of them cannot be read, which tells no age.
 * 164.514(b)(2)(i)(C): then the year goes too.
 */
function yearUnlessAged(date: string, since: string | null, facts: MaskFacts): string | null {
  const ages = [
    ageRange(since, facts.deceasedDate, facts.now),
    ageRange(date, facts.deceasedDate, facts.now),
  ];
  const young = ages.every((age) => age !== null && age.most < FIRST_AGE_WITHHELD);
  return young ? date.slice(0, 4) : null;
}

/** The first three digits of a United States ZIP code, else `000` (164.514(b)(2)(i)(B)). */
function threeDigits(postalCode: string, owner: Properties | null, populous: Zip3Rule): string {
  const prefix = /^(\d{3})\d{2}(-?\d{4})?$/.exec(postalCode.trim())?.[1];
  const country = owner?.country ?? null;
  const domestic = country === null || (typeof country === 'string' && UNITED_STATES.test(country.trim()));
  return prefix !== undefined && domestic && populous(prefix) ? prefix : '000';
}

/** Other countries number their postal areas too, and the table knows nothing about those. */
const UNITED_STATES = /^(us|usa|united states( of america)?)$/i;

function scalarOf(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function isProperties(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
