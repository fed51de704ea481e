import { findOnlyKnown } from '../src/insight/identifiers/find-identifiers.ts';
import { prepareKnown } from '../src/insight/identifiers/known/find-known.ts';
import { knownIdentifiersOf } from '../src/insight/identifiers/known-identifiers-of.ts';
import { tokenise } from '../src/insight/identifiers/tokenise.ts';
import type { PatientRecord } from './read-patient-records.ts';
import { spellIdentifiers } from './spell-identifiers.ts';

export interface RecordScore {
  /** Places in notes and rows where a part of a known identifier stands as written in the record. */
  readonly standing: number;
  readonly left: number;
  /** Spellings put into the patient's own text, and those of which a letter or digit was left. */
  readonly spelled: number;
  readonly spelledLeft: number;
  /** Texts that `restore` does not give back as they were. */
  readonly notRestored: number;
  readonly texts: number;
}

const AROUND = ['Seen today with ', ', stable on metformin 500 mg twice daily.'] as const;

/** How much of what a record knows is left in its own texts. */
export function scoreRecord(record: PatientRecord): RecordScore {
  const known = knownIdentifiersOf([record.patient, ...record.people]);
  const texts = [...record.notes, ...record.rows];
  const { texts: replaced, restore } = tokenise(texts, known);
  const needles = plainNeedles([record.patient, ...record.people]);
  const own = knownIdentifiersOf([record.patient]);
  const findKnown = prepareKnown(own);
  const spellings = spellIdentifiers(own);
  const left = spellings.filter((spelling) => {
    const start = AROUND[0].length;
    const found = findOnlyKnown(AROUND[0] + spelling + AROUND[1], findKnown);
    return [...spelling].some((sign, at) => {
      const covered = found.some((one) => one.start <= start + at && start + at < one.end);
      return /[\p{L}\p{N}]/u.test(sign) && !covered && !isBesideName(spelling, at);
    });
  });
  return {
    standing: count(texts, needles),
    left: count(replaced, needles),
    spelled: spellings.length,
    spelledLeft: left.length,
    notRestored: texts.filter((text, at) => words(restore(replaced[at] ?? '')) !== words(text)).length,
    texts: texts.length,
  };
}

/** A title, and the letter of a possessive, are nobody's. */
function isBesideName(spelling: string, at: number): boolean {
  return at < (/^(?:Dr|Mrs?|Ms)\.? /i.exec(spelling)?.[0].length ?? 0) || /^'s/.test(spelling.slice(at - 1));
}

/** Known values as a plain search knows them: looked for without any of our own reading. */
function plainNeedles(resources: readonly object[]): RegExp {
  const values = resources.flatMap((resource) => {
    const { name, birthDate, telecom, identifier, address } = knownOf(resource);
    return [...name, ...birthDate, ...telecom, ...identifier, ...address];
  });
  const escaped = [...new Set(values)]
    .filter((value) => value.length >= 4)
    .map((value) => value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
}

function knownOf(
  resource: object,
): Record<'name' | 'birthDate' | 'telecom' | 'identifier' | 'address', string[]> {
  const pick = (key: string, inner: readonly string[]): string[] =>
    strings(Object.entries(resource).find(([name]) => name === key)?.[1], inner);
  return {
    name: pick('name', ['given', 'family']),
    birthDate: pick('birthDate', []),
    telecom: pick('telecom', ['value']),
    identifier: pick('identifier', ['value']),
    address: pick('address', ['line', 'city', 'postalCode']),
  };
}

function strings(value: unknown, keys: readonly string[]): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => strings(item, keys));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (keys.includes(key) ? strings(inner, keys) : []));
}

function count(texts: readonly string[], needles: RegExp): number {
  return texts.reduce((sum, text) => sum + [...text.matchAll(needles)].length, 0);
}

/** Restored as first written: letters and digits are the same, case and punctuation may not be. */
function words(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}
