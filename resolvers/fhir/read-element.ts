/**
 * Reading elements of FHIR JSON that nobody has validated. Every reader gives `null` for what is missing or
 * of the wrong kind: MUST NOT throw, and MUST NOT pass on anything that its scalar would refuse to
 * serialise, since graphql-js puts a refused value into its error text.
 */
export type Element = Readonly<Record<string, unknown>>;

// FHIR R4 §2.24.0.1, primitive types. The time may lack seconds or zone: older exports write it so.
const DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;
const DATE_TIME =
  /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-4]):[0-5]\d(:[0-5]\d|:60)?(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;
const CODE = /^\S+( \S+)*$/;
const URI = /^\S+$/;
const REFERENCE = /^([A-Z][A-Za-z]{1,63}\/[A-Za-z0-9.-]{1,64})(\/_history\/[A-Za-z0-9.-]{1,64})?$/;

const INT32 = 2 ** 31;

export function readElement(value: unknown): Element | null {
  return isElement(value) ? value : null;
}

/** An object of FHIR JSON, which is neither a list nor null. */
export function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `read` makes of each item; items it refuses are left out, and of nothing comes `null`. */
export function readList<T>(value: unknown, read: (item: unknown) => T | null): readonly T[] | null {
  if (!Array.isArray(value)) return null;
  const items: readonly unknown[] = value;
  const kept = items.flatMap((item) => {
    const one = read(item);
    return one === null ? [] : [one];
  });
  return kept.length === 0 ? null : kept;
}

/** The objects of a list; empty for anything else. */
export function elements(value: unknown): readonly Element[] {
  return Array.isArray(value) ? value.filter(isElement) : [];
}

export function readString(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function readBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

export function readNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Within 32 bits, as FHIR `integer` and GraphQL `Int` are. */
export function readInteger(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= -INT32 && value < INT32
    ? value
    : null;
}

export function readDate(value: unknown): string | null {
  return matching(value, DATE);
}

export function readDateTime(value: unknown): string | null {
  return matching(value, DATE_TIME);
}

export function readCode(value: unknown): string | null {
  return matching(value, CODE);
}

export function readUri(value: unknown): string | null {
  return matching(value, URI);
}

/**
 * The target of a FHIR Reference in relative form, without version. `null` for contained, conditional and
 * absolute ones: a conditional reference carries identifiers.
 */
export function readReference(value: unknown): string | null {
  const reference = isElement(value) ? value.reference : null;
  if (typeof reference !== 'string') return null;
  return REFERENCE.exec(reference)?.[1] ?? null;
}

function matching(value: unknown, grammar: RegExp): string | null {
  return typeof value === 'string' && grammar.test(value) ? value : null;
}
