import { keyedHash } from '../../src/keyed-hash.ts';
import type { PatientIndexValues, PatientSearch } from '../health-data.ts';

/** What a patient can be found by, the most telling first: a search asks the first of its entries. */
const FIELDS = Object.freeze(['mrn', 'phone', 'familyBirth', 'birthDate', 'family', 'given'] as const);
type Field = (typeof FIELDS)[number];

/** `<field>#<HMAC-SHA256>`: the only form in which a value that patients are found by stands outside an envelope. */
export type IndexEntry = string;

/** Every entry under which a patient is found. */
export function indexEntries(indexKey: Uint8Array, values: PatientIndexValues): readonly IndexEntry[] {
  const families = values.names.map(({ family }) => normalName(family));
  const birthDate = normalDate(values.birthDate);
  const all: readonly (readonly [Field, string | null])[] = [
    ...values.mrns.map((mrn) => ['mrn', normalNumber(mrn)] as const),
    ...values.phones.map((phone) => ['phone', normalPhone(phone)] as const),
    ...families.map((family) => ['familyBirth', join(family, birthDate)] as const),
    ['birthDate', birthDate],
    ...families.map((family) => ['family', family] as const),
    ...values.names.flatMap(({ given }) => given.map((name) => ['given', normalName(name)] as const)),
  ];
  const entries = all.flatMap(([field, value]) => (value === null ? [] : [entryOf(indexKey, field, value)]));
  return [...new Set(entries)];
}

/**
 * The entries that a patient must have to match, the most telling first. A value that cannot be anybody's
 * gives an entry nobody has, so that it takes the calls of any other.
 */
export function searchEntries(indexKey: Uint8Array, search: PatientSearch): readonly IndexEntry[] {
  const { family, given, birthDate, mrn, phone } = search;
  const both = family !== undefined && birthDate !== undefined;
  const wanted: Readonly<Record<Field, string | null | undefined>> = {
    mrn: mrn === undefined ? undefined : normalNumber(mrn),
    phone: phone === undefined ? undefined : normalPhone(phone),
    familyBirth: both ? join(normalName(family), normalDate(birthDate)) : undefined,
    birthDate: both || birthDate === undefined ? undefined : normalDate(birthDate),
    family: both || family === undefined ? undefined : normalName(family),
    given: given === undefined ? undefined : normalName(given),
  };
  return FIELDS.flatMap((field) => {
    const value = wanted[field];
    return value === undefined ? [] : [value === null ? `${field}#!` : entryOf(indexKey, field, value)];
  });
}

function entryOf(indexKey: Uint8Array, field: Field, value: string): IndexEntry {
  return `${field}#${keyedHash(indexKey).update(`${field}\n${value}`).digest('base64url')}`;
}

function normalNumber(text: string): string | null {
  return text.trim().toUpperCase() || null;
}

/** The last ten digits, so that a country code or a way of writing makes no difference. */
function normalPhone(text: string): string | null {
  const digits = text.replace(/\D/g, '').slice(-10);
  return digits.length < 7 ? null : digits;
}

function normalName(text: string): string | null {
  return text.normalize('NFKD').toLowerCase().replace(/\P{L}/gu, '') || null;
}

function normalDate(text: string | null): string | null {
  return text?.trim() || null;
}

function join(family: string | null, birthDate: string | null): string | null {
  return family === null || birthDate === null ? null : `${family}\n${birthDate}`;
}
