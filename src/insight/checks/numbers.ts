import type { Check, CheckedSentence, Source } from './check.ts';
import { CLAIMS } from './connectives.ts';
import { isContent } from './content-words.ts';
import { datePlaces } from './dates.ts';
import type { Word } from './read-words.ts';
import { neighbour, quotedPlaces } from './same-place.ts';
import { isUnit } from './units.ts';

/** Numbers in words. `one` is left out: it is a pronoun more often than a count. */
const SPELLED: ReadonlySet<string> = new Set(
  `two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
  nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half quarter double triple twice
  thrice dozen`.split(/\s+/),
);
/** Shaped like a code: for the check of codes. */
const CODED = /^[a-z]\d[0-9a-z](?:\.|$)/;
/** Of units and comparisons, which stand with their numbers, and the arrow that connects. All others say something. */
const NUMERIC = /^[<>≤≥=+±%‰/^×~°?→&-]$/;
/** Comparisons and signs turn a number into another. */
const SIGNS: ReadonlySet<string> = new Set(['<', '>', '≤', '≥', '=', '±', '-', '+', '~', '^']);

/** A number without the word it belongs to is another number. */
export const numbers: Check = Object.freeze({
  name: 'numbers',
  rule: 'Each number stands in a quote, with its sign, beside a word that it stands beside there; each arrow or other symbol before the word that it stands before there.',
  refuses: (sentence) => {
    const dated = datePlaces(sentence.text);
    const isDated = ({ start, end }: Word) => dated.some(({ from, to }) => from <= start && end <= to);
    const agree = sentence.words.every((word, at) => isBorne(sentence, at) || isDated(word));
    return agree ? null : 'UNGROUNDED';
  },
} satisfies Check);

export function isNumber({ key, kind }: Word): boolean {
  return (
    kind === 'number' ||
    (kind === 'word' && (SPELLED.has(key) || (/^[a-z]+\d/.test(key) && !CODED.test(key))))
  );
}

function isBorne(sentence: CheckedSentence, at: number): boolean {
  const { words, sources, cover } = sentence;
  const word = words[at];
  if (word?.kind === 'symbol' && !NUMERIC.test(word.key)) return isQuotedSymbol(sentence, at);
  if (word === undefined || !isNumber(word)) return true;
  const isCount = CLAIMS.counted.includes(words[at + 1]?.key ?? '') && word.key === String(sources.length);
  if (isCount) return true;
  return sources.some((source) =>
    quotedPlaces(source, word.key).some(
      (place) =>
        cover !== null || word.kind === 'word' || standsAlike(words, at, source, place, sources.length > 1),
    ),
  );
}

/** `↑ creatinine` is not `↓ creatinine`, nor `↑ potassium`. */
function isQuotedSymbol({ words, sources }: CheckedSentence, at: number): boolean {
  return sources.some((source) =>
    quotedPlaces(source, words[at]?.key ?? '').some(
      (place) => source.reading.words[place + 1]?.key === words[at + 1]?.key,
    ),
  );
}

/** Same sign, and a neighbour in common; the bare value of a record's line has the name of its record beside it. */
function standsAlike(
  words: readonly Word[],
  at: number,
  source: Source,
  place: number,
  mixed: boolean,
): boolean {
  const { words: others, parts } = source.reading;
  if (signBefore(words, at) !== signBefore(others, place)) return false;
  const part = parts.find(({ from, to }) => from <= place && place < to);
  const labels = labelsOf(words, at, 0, words.length);
  if (part?.kind === 'value') {
    if (!mixed) return true;
    const head = new Set(source.reading.head.split(' '));
    return labels.length === 0 || words.some((word) => isContent(word) && head.has(word.key));
  }
  const theirs = labelsOf(others, place, part?.from ?? 0, part?.to ?? others.length);
  return labels.length === 0 ? theirs.length === 0 : labels.some((label) => theirs.includes(label));
}

/** All signs before it: `<=` is not `>=`. */
function signBefore(words: readonly Word[], at: number): string {
  let from = at;
  while (SIGNS.has(words[from - 1]?.key ?? '')) from -= 1;
  return words
    .slice(from, at)
    .map(({ key }) => key)
    .join('');
}

/** The words beside a number within its clause: two before it, one after it. */
function labelsOf(words: readonly Word[], at: number, from: number, to: number): readonly string[] {
  const labels: string[] = [];
  for (let before = at - 1; before >= from && before >= at - 6 && labels.length < 2; before -= 1) {
    const word = words[before];
    if (word === undefined || (words[before + 1]?.gap ?? 0) >= 2 || word.key === 'and') break;
    if (isNumber(word)) break;
    if (isContent(word) && !isUnit(word)) labels.push(word.key);
    if (word.gap >= 1 && labels.length > 0) break;
  }
  const after = at + 1 < to ? neighbour(words, at, 1) : null;
  return after === null || isNumber(after) || isUnit(after) ? labels : [...labels, after.key];
}
