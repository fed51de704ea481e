import type { Json } from './fhir-source.ts';
import { objectOf } from './fhir-source.ts';
import type { Fields, Kind, Shape } from './shape.ts';

/** What the rules of access-matrix.md need to know about a person. */
export interface MaskedPerson {
  readonly birthDate: string;
  /** `null`: living. */
  readonly deceased: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether a three-digit ZIP area holds more than 20,000 people. */
  readonly populous: (prefix: string) => boolean;
}

export type MaskLetter = 'W' | 'P' | 'G';

/**
 * What a mask must leave of whole values, written anew from access-matrix.md, "Masks by kind of field". Of
 * lists and objects of which nothing is left, nothing is left.
 */
export function maskedOf(of: Fields, whole: Json, letter: MaskLetter, person: MaskedPerson): Json {
  return Object.fromEntries(
    Object.entries(of).map(([name, { shape }]) => [name, masked(shape, whole[name], letter, person)]),
  );
}

function masked(shape: Shape, value: unknown, letter: MaskLetter, person: MaskedPerson): unknown {
  if (letter === 'W' || value === null || value === undefined) return value ?? null;
  if ('leaf' in shape) return RULES[letter][shape.leaf](value, person);
  if ('place' in shape) return letter === 'P' ? value : null;
  if ('each' in shape) {
    const left = (Array.isArray(value) ? value : [])
      .map((item: unknown) => masked(shape.each, item, letter, person))
      .filter((item) => item !== null);
    return left.length === 0 ? null : left;
  }
  const left = maskedOf(shape.fields, objectOf(value), letter, person);
  return Object.values(left).every((item) => item === null) ? null : left;
}

type Rule = (value: unknown, person: MaskedPerson) => unknown;

const keep: Rule = (value) => value;
const drop: Rule = () => null;

const RULES: Readonly<Record<'P' | 'G', Readonly<Record<Kind, Rule>>>> = {
  P: {
    identifier: (value) => (String(value).length >= 8 ? String(value).slice(-4) : null),
    name: keep,
    date: keep,
    birthDate: keep,
    geography: keep,
    state: keep,
    zip: keep,
    coded: keep,
    text: drop,
  },
  G: {
    identifier: drop,
    name: drop,
    // A year ninety years back tells an age over 89 as well as a birth date does (45 CFR 164.514(b)(2)(i)(C)).
    date: (value, person) => (yearsLived(String(value), person) >= 90 ? null : String(value).slice(0, 4)),
    birthDate: (value, person) =>
      yearsLived(person.birthDate, person) >= 90 ? null : String(value).slice(0, 4),
    geography: drop,
    state: keep,
    zip: (value, { populous }) => {
      const prefix = String(value).slice(0, 3);
      return populous(prefix) ? prefix : '000';
    },
    coded: keep,
    text: drop,
  },
};

/** Completed years from a date to today, or to the person's death. */
export function yearsLived(since: string, { deceased, now }: MaskedPerson): number {
  const begun = new Date(since);
  const end = new Date(deceased ?? now);
  const years = end.getUTCFullYear() - begun.getUTCFullYear();
  const birthday = new Date(begun);
  birthday.setUTCFullYear(end.getUTCFullYear());
  return end.getTime() >= birthday.getTime() ? years : years - 1;
}
