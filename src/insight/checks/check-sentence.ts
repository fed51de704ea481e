import type { EvidenceItem } from '../evidence.ts';
import type { OutputSentence } from '../output.ts';
import type { CheckContext, CheckedSentence, Refusal, Source } from './check.ts';
import { CHECKS } from './checks.ts';
import { findCover } from './cover.ts';
import { type ItemReading, readItem } from './read-item.ts';
import { readWords, type Word } from './read-words.ts';

/** Longer texts are refused unread. Characters. */
export const LONGEST_SENTENCE = 2000;
/** Items longer than this cannot be cited; evidence is cut well below. Characters. */
export const LONGEST_ITEM = 8000;
const MOST_CITATIONS = 32;

/**
 * Opens the checks for the sentences of one answer; items are read once, and only when cited.
 * @returns why a sentence is dropped, or `null`. It never throws on a text.
 */
export function openChecks(context: CheckContext): (sentence: OutputSentence) => Refusal | null {
  const read = openReader(context.items);
  return (sentence) => {
    if (isTooMuch(sentence)) return { reason: 'UNGROUNDED', check: 'size' };
    const checked = readSentence(sentence, read);
    for (const { name, refuses } of CHECKS) {
      const reason = refuses(checked, context);
      if (reason !== null) return { reason, check: name };
    }
    return null;
  };
}

interface Reader {
  readonly item: EvidenceItem;
  readonly reading: ItemReading;
}

/** Items that are there and of a size to be read, by number. */
export function openReader(items: readonly EvidenceItem[]): (number: number) => Reader | null {
  const byNumber = new Map(items.map((item) => [item.number, item]));
  const readings = new Map<number, Reader>();
  return (number) => {
    const known = readings.get(number);
    if (known !== undefined) return known;
    const item = byNumber.get(number);
    if (item === undefined || item.text.length > LONGEST_ITEM) return null;
    const reader = { item, reading: readItem(item) };
    readings.set(number, reader);
    return reader;
  };
}

function isTooMuch({ text, citations }: OutputSentence): boolean {
  return (
    text.length > LONGEST_SENTENCE ||
    citations.length > MOST_CITATIONS ||
    citations.some(({ quote }) => quote.length > LONGEST_ITEM)
  );
}

/** A sentence beside what it cites. */
export function readSentence(
  sentence: OutputSentence,
  read: (number: number) => Reader | null,
): CheckedSentence {
  const words = readWords(sentence.text);
  const cited = sentence.citations.flatMap(({ item, quote }) => {
    const found = read(item);
    return found === null ? [] : [{ ...found, quote }];
  });
  const byNumber = new Map<number, Source>();
  for (const { item, reading, quote } of cited) {
    const source = byNumber.get(item.number) ?? {
      item,
      reading,
      quoted: new Uint8Array(reading.words.length),
    };
    markQuoted(source, readWords(quote));
    byNumber.set(item.number, source);
  }
  const sources = [...byNumber.values()];
  return { ...sentence, cited, words, sources, cover: findCover(words, sources, sentence.status) };
}

/** Marks every place where the words of a quote stand. */
function markQuoted({ reading, quoted }: Source, quote: readonly Word[]): void {
  const { words, places } = reading;
  const first = quote[0]?.key;
  if (first === undefined) return;
  for (const from of places.get(first) ?? []) {
    if (from + quote.length > words.length) return;
    if (quote.every(({ key }, offset) => words[from + offset]?.key === key)) {
      quoted.fill(1, from, from + quote.length);
    }
  }
}
