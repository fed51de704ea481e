import type { FoldedText } from '../fold-text.ts';
import type { Found } from '../found.ts';
import { valuesOf } from './find-numbers.ts';
import { readDates } from './read-dates.ts';

const OLD = '(9\\d|1[0-2]\\d)';
const AGES = [
  new RegExp(
    `(?<![\\p{L}\\p{N}.])${OLD}(?=[ -]?(?:years?|yrs?)?[ -]?(?:old|of age)\\b| ?(?:y[/.]?o\\b|yo\\b|y/o))`,
    'gu',
  ),
  new RegExp(
    `(?<!\\p{L})(?:aged?|age of|age is|age:|turn(?:ed|s|ing)?)[ :]{1,3}${OLD}(?![\\p{N}]|[.,]\\d| ?%)`,
    'gu',
  ),
];
const SPELLED =
  /(?<!\p{L})(ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|one hundred(?: and \p{L}{3,6})?)(?=[ -]years?[ -](?:old|of age))/gu;

/** Ages over 89, which count as a date does (45 CFR 164.514(b)(2)(i)(C)). */
export function findAges({ lower }: FoldedText): readonly Found[] {
  return [...AGES, SPELLED].flatMap((form) => valuesOf(lower, form, 'DATE'));
}

/** Dates of a day or of a month; a year alone tells nobody apart and stays. */
export function findDates(folded: FoldedText): readonly Found[] {
  return readDates(folded)
    .filter(({ bare }) => !bare)
    .map(({ start, end }) => ({ start, end, kind: 'DATE' }));
}
