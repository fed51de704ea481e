import type { EvidenceItem } from './evidence.ts';
import type { Tokenised } from './identifiers/tokenise.ts';
import type { OutputSentence } from './output.ts';
import { suspicions } from './suspicions.ts';

/** A sentence of an item, as its words stand one after another. */
interface Passage {
  readonly start: number;
  readonly end: number;
  readonly suspect: boolean;
}

/**
 * Whether a sentence rests on words that speak to a model: its quote stands in a sentence of the record that looks
 * like a prompt attack, or in the one after it, which says what is demanded. It lowers trust where the signs are; the
 * defence is that an answer carries cited text alone (design §8, evidence is untrusted).
 * @returns for the sentences of one answer; each item is looked through once.
 */
export function openSpeaksToModel(
  items: readonly EvidenceItem[],
  restore: Tokenised['restore'],
): (sentence: Pick<OutputSentence, 'citations'>) => boolean {
  const read = new Map<number, { readonly text: string; readonly passages: readonly Passage[] }>();
  return ({ citations }) =>
    citations.some(({ item: number, quote }) => {
      const item = items.find((one) => one.number === number);
      if (item === undefined) return false;
      const known = read.get(number) ?? readItem(item, restore);
      read.set(number, known);
      return stands(collapse(quote), known.text).some(([start, end]) => touches(known.passages, start, end));
    });
}

function readItem(
  item: EvidenceItem,
  restore: Tokenised['restore'],
): { readonly text: string; readonly passages: readonly Passage[] } {
  const text = collapse(item.text);
  const segments = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)];
  const passages = segments.map(({ segment, index }) => ({
    start: index,
    end: index + segment.length,
    // Of a word taken for a name the pattern would see a token alone.
    suspect: [segment, restore(segment)].some((words) => suspicions(words).length > 0),
  }));
  return { text, passages };
}

function touches(passages: readonly Passage[], start: number, end: number): boolean {
  return passages.some(
    (passage, at) =>
      passage.start < end && passage.end > start && (passage.suspect || passages[at - 1]?.suspect === true),
  );
}

function stands(quote: string, text: string): readonly (readonly [start: number, end: number])[] {
  const places: [number, number][] = [];
  if (quote === '') return places;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + quote.length)) {
    places.push([at, at + quote.length]);
  }
  return places;
}

function collapse(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
