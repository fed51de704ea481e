/** How far two words stand apart: 0 side by side, 1 comma, colon or bracket, 2 semicolon, 3 end of a sentence. */
export type Gap = 0 | 1 | 2 | 3;

export type WordKind = 'word' | 'number' | 'date' | 'time' | 'symbol' | 'token';

/** One word as it is compared: `key` is its lower case, `raw` what stands in the text. */
export interface Word {
  readonly key: string;
  readonly raw: string;
  readonly kind: WordKind;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** What parts it from the word before it; 3 for the first. */
  readonly gap: Gap;
  /** Whether a colon stands between the word before and this one. */
  readonly afterColon: boolean;
  readonly afterComma: boolean;
  /** Whether it begins a line. */
  readonly startsLine: boolean;
}

/**
 * Alternatives in order: token in place of an identifier, date, time, number (a fraction, a decimal without its zero),
 * word (with the apostrophes and the decimals of a code inside), a minus or the dash of a range, and signs: arrows,
 * comparisons, units and every other symbol, since what is not read could be put in or left out unseen. Each consumes
 * what it reads, so time is linear.
 */
const WORD =
  /\[[A-Z]{2,12}_\d{1,6}\]|(?<![\d-])\d{4}-\d{2}(?:-\d{2})?(?![\d-])|(?<=\d)T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?|(?<![\d/.,])(?:\d{1,4} )?[1-9]\/[2-9]\d?(?![\d/])|(?<![\p{L}\p{N}])\.\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*|\p{N}+|\p{L}[\p{L}\p{M}\p{N}]*(?:['.](?:(?<=')\p{L}|(?<=\.)\d)[\p{L}\p{M}\p{N}]*)*|[-‐-―−](?=\s?\.?\d)|[%‰/?&]|(?![|`−])\p{S}/gu;

/** Words whose full stop ends no sentence. */
const SHORT = new Set(['dr', 'mr', 'mrs', 'ms', 'vs', 'approx', 'st', 'pt', 'pts', 'resp', 'etc', 'incl']);

/** Words of a text in order. Quotes, brackets and other punctuation are no words; they make gaps. */
export function readWords(text: string): readonly Word[] {
  const words: Word[] = [];
  const plain = text.replaceAll('’', "'");
  let before = 0;
  let last = '';
  for (const match of plain.matchAll(WORD)) {
    const raw = match[0];
    const between = plain.slice(before, match.index);
    const kind = kindOf(raw);
    if (kind === 'symbol' && isHyphen(raw) && !isSign(plain, match.index)) continue;
    words.push({
      key: isHyphen(raw) ? '-' : raw.toLowerCase(),
      raw,
      kind,
      start: match.index,
      end: match.index + raw.length,
      gap: words.length === 0 ? 3 : gapOf(between, last, raw),
      afterColon: between.includes(':'),
      afterComma: between.includes(','),
      startsLine: words.length === 0 || between.includes('\n'),
    });
    before = match.index + raw.length;
    last = raw;
  }
  return words;
}

function kindOf(raw: string): WordKind {
  if (raw.startsWith('[')) return 'token';
  if (/^\d{4}-\d{2}/.test(raw)) return 'date';
  if (/^T\d{2}:/.test(raw)) return 'time';
  if (/^\.?\p{N}/u.test(raw)) return 'number';
  return /^\p{L}/u.test(raw) ? 'word' : 'symbol';
}

function isHyphen(raw: string): boolean {
  return /^[-‐-―−]$/.test(raw);
}

/**
 * A minus, or the dash of a range. After letters it may be either or a hyphen (`OD-2.25`, `COVID-19`), so it is read, and
 * whoever says the word says it too.
 */
function isSign(text: string, at: number): boolean {
  return /^\s?\.?\d/.test(text.slice(at + 1, at + 4));
}

function gapOf(between: string, last: string, next: string): Gap {
  if (between === '' || /^[ \t]+$/.test(between)) return last === '?' && between !== '' ? 3 : 0;
  if (/\n\s*(\n|[-•*#])/.test(between) || /!/.test(between)) return 3;
  if (between.includes('.')) {
    const goes = SHORT.has(last.toLowerCase()) || /^\p{Ll}/u.test(next);
    return goes && !between.includes('\n') ? 1 : 3;
  }
  if (between.includes(';')) return 2;
  if (last === '?') return 3;
  return /[,:()"“”[\]{}\n—–|]/.test(between) || / - /.test(between) ? 1 : 0;
}
