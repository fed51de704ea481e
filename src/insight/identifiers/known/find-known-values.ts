import type { FoldedText } from '../fold-text.ts';
import { foldText } from '../fold-text.ts';
import type { Found, IdentifierKind } from '../found.ts';
import type { KnownIdentifiers } from '../known-identifiers.ts';
import type { Original } from '../number-tokens.ts';
import { compactOf, type Word } from '../words.ts';
import { indexValues, matchValues, type ValueIndex } from './match-values.ts';

const GAP = /^[\s()\-./_#:+,@*|\\&[\]]*$/;

/** Fewer letters and digits than this tell nobody apart, and would be found in doses and years. */
const SHORTEST = 4;
const SHORTEST_NUMBER = 5;

/** Numbers, e-mail addresses and ids, by their letters and digits. */
export function indexKnownValues(known: KnownIdentifiers): ValueIndex<IdentifierKind> {
  const entries: (readonly [string, IdentifierKind])[] = [
    ...known.emails.map((value) => [compact(value), 'EMAIL'] as const),
    ...known.numbers.flatMap((value) => {
      const kind = kindOfNumber(value);
      return spellings(compact(value), kind).map((spelling) => [spelling, kind] as const);
    }),
    ...known.ids.map((value) => [compact(value), 'ID'] as const),
  ];
  return indexValues(
    entries.filter(([value]) => value.length >= (/^\d+$/.test(value) ? SHORTEST_NUMBER : SHORTEST)),
  );
}

/** What tokens of a call stand for. Single short words are left to those who know whose they are. */
export function indexOriginals(originals: readonly Original[]): ValueIndex<IdentifierKind> {
  return indexValues(
    originals
      .map(({ text, kind }) => [compact(text), kind] as const)
      .filter(([value]) => value.length > SHORTEST),
  );
}

/** Known values however they are punctuated, spaced and cased. */
export function findKnownValues(
  folded: FoldedText,
  words: readonly Word[],
  index: ValueIndex<IdentifierKind>,
): readonly Found[] {
  return matchValues(folded, words, index, GAP).map(({ start, end, value }) => ({
    start: start,
    end: end,
    kind: value,
  }));
}

function compact(value: string): string {
  return compactOf(foldText(value).lower);
}

function kindOfNumber(value: string): IdentifierKind {
  if (/^\d{3}-\d{2}-\d{4}$/.test(value)) return 'SSN';
  const digits = value.replaceAll(/\D/g, '').length;
  return digits >= 7 && digits <= 15 && /^\+|^\(|^[\d .-]*\d{3}[ .-]\d{4}$/.test(value) ? 'PHONE' : 'MRN';
}

/** A phone number is written with and without the code of its country. */
function spellings(value: string, kind: IdentifierKind): readonly string[] {
  if (kind !== 'PHONE') return [value];
  const local = value.replace(/^1(?=\d{10}$)/, '');
  return local.length === 10 ? [local, `1${local}`, `001${local}`] : [value];
}
