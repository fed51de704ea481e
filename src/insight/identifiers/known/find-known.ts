import type { FoldedText } from '../fold-text.ts';
import type { Found } from '../found.ts';
import type { KnownIdentifiers } from '../known-identifiers.ts';
import type { Word } from '../words.ts';
import { findKnownAddresses, indexAddresses } from './find-known-addresses.ts';
import { findKnownDates, indexDates } from './find-known-dates.ts';
import { findKnownNames, indexNames } from './find-known-names.ts';
import { findKnownValues, indexKnownValues } from './find-known-values.ts';

/** Looks for what is known of a record. MUST find each known identifier in every common spelling of it. */
export type FindKnown = (folded: FoldedText, words: readonly Word[]) => readonly Found[];

/** Prepared once for all texts of a call. */
export function prepareKnown(known: KnownIdentifiers): FindKnown {
  const values = indexKnownValues(known);
  const addresses = indexAddresses(known.addresses);
  const dates = indexDates(known.dates);
  const names = indexNames(known.names);
  return (folded, words) => [
    ...findKnownValues(folded, words, values),
    ...findKnownAddresses(folded, words, addresses),
    ...findKnownDates(folded, dates),
    ...findKnownNames(folded, words, names),
  ];
}
