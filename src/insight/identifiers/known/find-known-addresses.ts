import { type FoldedText, foldText } from '../fold-text.ts';
import type { Found } from '../found.ts';
import { ORDINARY_WORDS } from '../names/ordinary-words.ts';
import { type Word, wordsOf } from '../words.ts';
import { indexValues, matchValues, type ValueIndex } from './match-values.ts';
import { STREET_WORDS } from './street-words.ts';

/** `place`: an everyday word that is also a city, which it is only where a place may stand. */
type AddressWeight = 'always' | 'place';

const GAP = /^[\s\-.,#'/]*$/;

export function indexAddresses(addresses: readonly string[]): ValueIndex<AddressWeight> {
  return indexValues(
    addresses
      .flatMap((address) => [address, ...address.split(',').filter((piece) => piece.trim().length >= 4)])
      .map((address) => [compactAddress(address), weigh(address)] as const)
      .filter(([compact]) => compact.length >= 3),
  );
}

/** Known streets with their words abbreviated or not, postal codes, and cities. */
export function findKnownAddresses(
  folded: FoldedText,
  words: readonly Word[],
  index: ValueIndex<AddressWeight>,
): readonly Found[] {
  return matchValues(folded, words, index, GAP, canonical)
    .filter(({ start, end, value }) => value === 'always' || standsAsPlace(folded, start, end))
    .map(({ start, end }) => ({ start, end, kind: 'ADDRESS' }));
}

/**
 * An everyday word is the city when it is written as one: capitalised, and within a sentence, or where a place may
 * stand.
 */
function standsAsPlace({ text, lower }: FoldedText, start: number, end: number): boolean {
  if (text.charAt(start) === lower.charAt(start)) return false;
  const before = lower.slice(Math.max(0, start - 4), start);
  const after = text.slice(end, end + 12);
  return /[\p{L}\p{N},]["'(]?\s$|-$/u.test(before) || /^,?\s[A-Z]{2}\b|^,?\s\d{5}\b|^,\s[A-Z]/.test(after);
}

function compactAddress(address: string): string {
  return wordsOf(foldText(address))
    .map(({ lower }) => canonical(lower))
    .join('');
}

function canonical(lower: string): string {
  return STREET_WORDS.get(lower) ?? lower;
}

function weigh(address: string): AddressWeight {
  return ORDINARY_WORDS.has(foldText(address).lower.trim()) ? 'place' : 'always';
}
