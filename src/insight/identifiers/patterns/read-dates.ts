import type { FoldedText } from '../fold-text.ts';

/** A day, or a month of a year (`day` null), or a day of no year (`year` null). */
export interface CalendarDate {
  readonly year: number | null;
  readonly month: number;
  readonly day: number | null;
}

/** Indexes are of the folded text. */
export interface DateExpression {
  readonly start: number;
  readonly end: number;
  /** What it may mean: 04/05 is of April and of May. */
  readonly dates: readonly CalendarDate[];
  /** Eight digits, which a date is only to who knows that date. */
  readonly bare: boolean;
}

const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const YEAR = "((?:1[89]|20)\\d\\d|'\\d\\d)";
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?';
const TIME = '(?:[t ,]{1,2}\\d{1,2}:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?: ?[ap]m| ?z|[+-]\\d\\d:?\\d\\d)?)?';
const FROM = '(?<![\\p{L}\\p{N}])';
const TO = '(?![\\p{L}\\p{N}])';

const FORMS: readonly {
  readonly form: RegExp;
  readonly read: (groups: readonly string[]) => DateExpression['dates'];
}[] = [
  {
    form: new RegExp(`${FROM}(\\d{4})( ?[-/.] ?| )(\\d{1,2})\\2(\\d{1,2})${TIME}${TO}`, 'gu'),
    read: ([, year = '', , month = '', day = '']) => dates([year, month, day], [year, day, month]),
  },
  {
    form: new RegExp(`${FROM}(\\d{1,2})( ?[-/.] ?)(\\d{1,2})\\2(\\d{4}|'?\\d\\d)${TIME}${TO}`, 'gu'),
    read: ([, one = '', , other = '', year = '']) => dates([year, one, other], [year, other, one]),
  },
  {
    form: new RegExp(`${FROM}(\\d{1,2}) (\\d{1,2}) (\\d{4})${TO}`, 'gu'),
    read: ([, one = '', other = '', year = '']) => dates([year, one, other], [year, other, one]),
  },
  {
    form: new RegExp(
      `${FROM}${MONTH}\\.?[ -]{0,2}(?:the )?${DAY}(?:,? ?(?:of )?-?${YEAR}${TIME}|)${TO}`,
      'gu',
    ),
    read: ([, month = '', day = '', year = '']) => dates([year, month, day]),
  },
  {
    form: new RegExp(
      `${FROM}${DAY}[ -]?(?:(?:day )?of )?${MONTH}\\.?(?:,?[ -]?(?:of )?(?:${YEAR}|(\\d\\d))${TIME}|)${TO}`,
      'gu',
    ),
    read: ([, day = '', month = '', year = '', short = '']) => dates([year || short, month, day]),
  },
  {
    form: new RegExp(`${FROM}${MONTH}\\.?[ ,-]{0,2}(?:of )?${YEAR}${TO}`, 'gu'),
    read: ([, month = '', year = '']) => dates([year, month, '']),
  },
  {
    form: new RegExp(`${FROM}(\\d{4})-(\\d{2})(?!-?\\d)${TO}`, 'gu'),
    read: ([, year = '', month = '']) => dates([year, month, '']),
  },
];
const BARE = new RegExp(`${FROM}(\\d{8})${TO}`, 'gu');

/** Every stretch of a text that may be a date, longer ones first where they overlap. */
export function readDates(folded: FoldedText): readonly DateExpression[] {
  const expressions: DateExpression[] = [];
  for (const { form, read } of FORMS) {
    for (const match of folded.lower.matchAll(form)) {
      const read_ = read([...match].map((group) => group ?? ''));
      const [start, end] = [match.index, match.index + match[0].length];
      if (read_.length > 0 && !isVerb(folded, start))
        expressions.push({ start, end, dates: read_, bare: false });
    }
  }
  for (const match of folded.lower.matchAll(BARE)) {
    const [, a, b, c, d] = /^(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(match[0]) ?? [];
    const [one = '', two = '', three = '', four = ''] = [a, b, c, d];
    const meant = dates([one + two, three, four], [three + four, one, two], [three + four, two, one]);
    expressions.push({ start: match.index, end: match.index + 8, dates: meant, bare: true });
  }
  return expressions;
}

/** `may 2` and `mar 2` are months only with a capital letter. */
function isVerb({ text, lower }: FoldedText, start: number): boolean {
  return (
    /^(?:may|mar|dec|sep)\b/.test(lower.slice(start, start + 4)) &&
    text.charAt(start) === lower.charAt(start) &&
    !/^\w+\.?,? ?\d{1,2}(?:st|nd|rd|th)?,? ?\d{4}|^\w+\.?,? ?\d{4}/.test(lower.slice(start, start + 20))
  );
}

function dates(...meanings: readonly (readonly [string, string, string])[]): readonly CalendarDate[] {
  return meanings.flatMap(([year, month, day]) =>
    yearsOf(year).flatMap((one) => dateOf(one, monthOf(month), day === '' ? null : Number(day))),
  );
}

function dateOf(year: number | null, month: number, day: number | null): readonly CalendarDate[] {
  if (month < 1 || month > 12 || (day !== null && (day < 1 || day > 31))) return [];
  if (year === null && day === null) return [];
  if (year !== null && (year < 1800 || year > 2100)) return [];
  return [{ year, month, day }];
}

/** A year of two digits is one of either century. */
function yearsOf(year: string): readonly (number | null)[] {
  const digits = year.replace("'", '');
  if (digits === '') return [null];
  return digits.length === 2 ? [1900 + Number(digits), 2000 + Number(digits)] : [Number(digits)];
}

function monthOf(month: string): number {
  return /^\d/.test(month) ? Number(month) : MONTHS.split('|').indexOf(month.slice(0, 3)) + 1;
}
