import type { Check, CheckedSentence } from './check.ts';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?';
const LABELS: ReadonlySet<string> = new Set([
  'onset',
  'abatement',
  'recorded',
  'authored',
  'effective',
  'performed',
]);
/** Said of any date at which something was put down. */
const NEUTRAL: ReadonlySet<string> = new Set(['recorded']);
/** ISO 8601; month in words before or after the day; slashes, month first, as the record's country writes them. */
const FORMS: readonly { readonly pattern: RegExp; readonly order: readonly ('y' | 'm' | 'd')[] }[] = [
  { pattern: /\b(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])/g, order: ['y', 'm', 'd'] },
  {
    pattern: new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b`, 'g'),
    order: ['m', 'd', 'y'],
  },
  {
    pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH},? (\\d{4})\\b`, 'g'),
    order: ['d', 'm', 'y'],
  },
  { pattern: new RegExp(`\\b${MONTH},? (?:of )?(\\d{4})\\b`, 'g'), order: ['m', 'y'] },
  { pattern: /\b(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})\b/g, order: ['m', 'd', 'y'] },
  { pattern: /\b((?:19|20)\d{2})\b(?![-/]\d)/g, order: ['y'] },
];

/** A date said is a date quoted, or a coarser form of one. */
export const dates: Check = Object.freeze({
  name: 'dates',
  rule: 'Each date stands in a quote, to the same day or, where the sentence says less, the same month or year.',
  refuses: (sentence) => {
    const { text, cited } = sentence;
    if (!sentence.words.every((word, at) => word.kind !== 'date' || keepsLabel(sentence, at)))
      return 'UNGROUNDED';
    const said = datesIn(text);
    if (said.length === 0) return null;
    const quoted = cited.flatMap(({ quote }) => datesIn(quote));
    return said.every((date) => quoted.some((other) => other === date || other.startsWith(`${date}-`)))
      ? null
      : 'UNGROUNDED';
  },
} satisfies Check);

/** A date under the name of one of its record's dates is that one: an onset is no date of recording. */
function keepsLabel({ words, sources }: CheckedSentence, at: number): boolean {
  const before = words.slice(Math.max(0, at - 3), at).map(({ key }) => key);
  const label = before.findLast((key) => LABELS.has(key));
  if (label === undefined) return true;
  return sources.some(({ reading }) =>
    (reading.places.get(words[at]?.key ?? '') ?? []).some((place) =>
      reading.parts.some(
        (part) =>
          part.from <= place &&
          place < part.to &&
          (part.label === label || part.kind === 'prose' || (NEUTRAL.has(label) && part.label !== 'onset')),
      ),
    ),
  );
}

/** Where dates stand that this check answers for, so that their numbers are not looked for one by one. A bare year is a number. */
export function datePlaces(text: string): readonly { readonly from: number; readonly to: number }[] {
  const lower = text.toLowerCase();
  return FORMS.flatMap(({ pattern, order }) =>
    [...lower.matchAll(pattern)]
      .filter(({ index }) => order.length > 1 || /\b(?:in|since|until|from) $/.test(lower.slice(0, index)))
      .map(({ 0: date, index }) => ({ from: index, to: index + date.length })),
  );
}

/** As `yyyy`, `yyyy-mm` or `yyyy-mm-dd`. */
function datesIn(text: string): readonly string[] {
  const lower = text.toLowerCase();
  return FORMS.flatMap(({ pattern, order }) =>
    [...lower.matchAll(pattern)].map((match) => {
      const of = (part: 'y' | 'm' | 'd') =>
        order.includes(part) ? match[order.indexOf(part) + 1] : undefined;
      const month = MONTHS.indexOf(of('m') ?? '') + 1 || Number(of('m'));
      const parts = [
        yearOf(of('y') ?? ''),
        ...[month, Number(of('d'))].map((part) => String(part).padStart(2, '0')),
      ];
      return parts.slice(0, of('d') !== undefined ? 3 : of('m') !== undefined ? 2 : 1).join('-');
    }),
  );
}

function yearOf(year: string): string {
  return year.length === 2 ? `20${year}` : year;
}
