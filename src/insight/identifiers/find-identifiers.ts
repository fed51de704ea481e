import { type FoldedText, foldText } from './fold-text.ts';
import type { Found } from './found.ts';
import { type FindKnown, prepareKnown } from './known/find-known.ts';
import { type KnownIdentifiers, NOTHING_KNOWN } from './known-identifiers.ts';
import { mergeFound } from './merge-found.ts';
import { findNames } from './names/find-names.ts';
import { findContacts } from './patterns/find-contacts.ts';
import { findCuedIds } from './patterns/find-cued-ids.ts';
import { findAges, findDates } from './patterns/find-dates-and-ages.ts';
import { findNumbers } from './patterns/find-numbers.ts';
import { findPlaces } from './patterns/find-places.ts';
import { findStreets } from './patterns/find-streets.ts';
import { wordsOf } from './words.ts';

export interface FindOptions {
  /** Whether dates of a day or month count, besides the known ones. Dates of service are what a trend is about. */
  readonly dates?: boolean;
}

/**
 * Identifiers of a text, in order, none overlapping: those known, and those that patterns and the dictionary of names
 * tell. Takes time in proportion to the length of the text.
 */
export function findIdentifiers(
  text: string,
  known: KnownIdentifiers = NOTHING_KNOWN,
  options: FindOptions = {},
): readonly Found[] {
  return findAll(text, prepareKnown(known), options);
}

/** The same with what is known prepared, for many texts. */
export function findAll(text: string, findKnown: FindKnown, options: FindOptions = {}): readonly Found[] {
  const folded = foldText(text);
  return asGiven([...findKnown(folded, wordsOf(folded)), ...openIn(folded, options)], folded);
}

/** What is known alone. */
export function findOnlyKnown(text: string, findKnown: FindKnown): readonly Found[] {
  const folded = foldText(text);
  return asGiven(findKnown(folded, wordsOf(folded)), folded);
}

/** What is told without knowing anybody. Indexes are of the folded text. */
function openIn(folded: FoldedText, { dates = false }: FindOptions): readonly Found[] {
  return [
    ...findContacts(folded),
    ...findCuedIds(folded),
    ...findNumbers(folded),
    ...(dates ? findDates(folded) : []),
    ...findAges(folded),
    ...findStreets(folded),
    ...findPlaces(folded),
    ...findNames(folded),
  ];
}

/** Merged, with indexes of the text as it was given. */
function asGiven(found: readonly Found[], folded: FoldedText): readonly Found[] {
  return mergeFound(found).map(({ start, end, kind }) => ({
    start: folded.startOf(start),
    end: folded.endOf(end),
    kind,
  }));
}
