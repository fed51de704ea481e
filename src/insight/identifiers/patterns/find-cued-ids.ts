import type { FoldedText } from '../fold-text.ts';
import type { Found, IdentifierKind } from '../found.ts';

/** What a number that follows is called: 45 CFR 164.514(b)(2)(i)(G)–(M), (R). */
const CUES: readonly { readonly kind: IdentifierKind; readonly words: string; readonly digits: number }[] = [
  { kind: 'SSN', words: 'ssn|social security|social', digits: 4 },
  {
    kind: 'MRN',
    words: 'mrn|mr|med(?:ical)? rec(?:ord)?s?|records?|rec|chart|hospital number|unit number',
    digits: 3,
  },
  {
    kind: 'ID',
    words:
      'account|acct|iban|card|policy|insurance|ins|health plan|plan|member(?:ship)?|beneficiary|subscriber|medicare|' +
      "medicaid|hicn|mbi|group|license|licence|driver'?s? licen[cs]e|dl|certificate|passport|serial|device|implant|udi|" +
      'vehicle|vin|plate|npi|dea|claim|accession|case|study id|visit|encounter|csn|fin|patient id|pt id|identifier|' +
      'unique id|reference|ref|id',
    digits: 4,
  },
];
const JOINT =
  "(?:(?:[\\s:#.=,'(/-]{1,4}|^)(?:number|no|num|nbr|id|ids|identifier|code|is|was|as|of|policy|plan|insurance|record|card|#|:)){0,5}[\\s:#.=('-]{1,5}";
const VALUE = '#?((?=[a-z./-]{0,30}\\d)[a-z0-9](?:[a-z0-9]|[-./](?=[a-z0-9])){2,39})(?![\\p{L}\\p{N}])';

const FORMS = CUES.map(({ kind, words, digits }) => ({
  kind,
  digits,
  form: new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])${JOINT}${VALUE}`, 'gu'),
}));
const DATE_LIKE = /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|^(?:1[89]|20)\d\d$/;

/** Numbers by what they are called, whatever their form: `MRN 112-45-789`, `policy no. QW-9871`. */
export function findCuedIds({ lower }: FoldedText): readonly Found[] {
  const found: Found[] = [];
  for (const { kind, form, digits } of FORMS) {
    for (const match of lower.matchAll(form)) {
      const value = match[1] ?? '';
      const end = match.index + match[0].length;
      const start =
        lower.charAt(end - value.length - 1) === '#' ? end - value.length - 1 : end - value.length;
      if (countDigits(value) >= digits && !DATE_LIKE.test(value)) found.push({ start, end, kind });
    }
  }
  return found;
}

function countDigits(text: string): number {
  return text.replaceAll(/[^0-9]/g, '').length;
}
