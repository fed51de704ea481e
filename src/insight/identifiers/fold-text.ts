import { LOOK_ALIKES } from './look-alikes.ts';

/** A text as it is read: no invisible characters, no accents, Latin letters for what looks like them, case kept. */
export interface FoldedText {
  readonly text: string;
  /** `text` in lower case, unit by unit. */
  readonly lower: string;
  /** Where in the text as given the unit at `index` begins. */
  startOf(index: number): number;
  /** Where in the text as given a stretch ends whose last unit is the one before `index`; `index` is at least 1. */
  endOf(index: number): number;
  /** Whether a stretch was written otherwise than it is read. */
  accentedWithin(start: number, end: number): boolean;
}

const PLAIN = /^[\t\n\r -_a-~]*$/;
const INVISIBLE = /[\p{Cf}\p{Mn}\p{Me}\u115F\u1160\u3164\uFFA0]/u;
const CONTROL = /[\p{Cc}--[\t\n\r]]/v;

/** Takes time in proportion to the length of the text. */
export function foldText(given: string): FoldedText {
  if (PLAIN.test(given)) {
    const same = (index: number): number => index;
    return { text: given, lower: lowerUnits(given), startOf: same, endOf: same, accentedWithin: () => false };
  }
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const readings = new Map<string, string>();
  let at = 0;
  for (const character of given) {
    const reading = readingOf(character, readings);
    const end = at + character.length;
    if (reading === '') {
      // What is dropped belongs to the letter before it, so that no rest of it stays behind.
      if (ends.length > 0) ends[ends.length - 1] = end;
    } else {
      parts.push(reading);
      for (let unit = 0; unit < reading.length; unit += 1) {
        starts.push(at);
        ends.push(end);
      }
    }
    at = end;
  }
  const text = parts.join('');
  return {
    text,
    lower: lowerUnits(text),
    startOf: (index) => starts[index] ?? given.length,
    endOf: (index) => ends[index - 1] ?? given.length,
    accentedWithin: (start, end) => /[^\0-\x7f]/.test(given.slice(starts[start], ends[end - 1])),
  };
}

function readingOf(character: string, readings: Map<string, string>): string {
  const known = readings.get(character);
  if (known !== undefined) return known;
  const reading = read(character);
  readings.set(character, reading);
  return reading;
}

function read(character: string): string {
  if (CONTROL.test(character)) return '';
  if (/\p{Zs}/u.test(character)) return ' ';
  return [...character.normalize('NFKD')]
    .filter((part) => !INVISIBLE.test(part))
    .map((part) => LOOK_ALIKES.get(part) ?? digitOf(part) ?? part)
    .join('');
}

/** Decimal digits of every script stand in runs of ten, zero first (Unicode 16, chapter 4.6). */
function digitOf(character: string): string | null {
  if (!/\p{Nd}/u.test(character)) return null;
  const point = character.codePointAt(0) ?? 0;
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(point - zero);
}

/** Lower case without a change of length, which some letters would have. */
function lowerUnits(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (letter) => {
    const small = letter.toLowerCase();
    return small.length === letter.length ? small : letter;
  }).join('');
}
