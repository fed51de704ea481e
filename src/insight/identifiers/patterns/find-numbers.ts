import type { FoldedText } from '../fold-text.ts';
import type { Found, IdentifierKind } from '../found.ts';
import { spans } from './find-contacts.ts';

const SSN = /(?<![\d-])\d{3}([- .])\d{2}\1\d{4}(?![\d-])/g;
const US_PHONE =
  /(?<![\p{L}\d-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?: ?(?:x|ext\.?) ?\d{1,6})?(?![\d-])/gu;
const ABROAD = /(?<![\p{L}\d])\+\d{1,3}(?:[ .()-]{1,2}\d{1,5}){2,6}(?![\d-])/gu;
/** Groups of digits as numbers outside the United States are written: led by a zero or a bracket, or all by twos. */
const GROUPED =
  /(?<![\p{L}\d.,/-])(?:0\d{1,4}(?:[ .-]\d{2,4}){2,4}|\(\d{2,4}\) ?\d{3,4}[ -]\d{3,4}|0\d{3} \d{7}|\d{2}(?:[.-]\d{2}){3,4})(?![\d-]|[.,/]\d)/gu;
const PHONE_CUE =
  /(?<!\p{L})(?:phone|telephone|tel|cell|mobile|fax|pager|call(?: me)?(?: (?:at|on))?|contact(?: number)?|reach(?:ed)?(?: \p{L}{1,6}){0,2} (?:at|on))(?: (?:number|no|num))?(?: is)?[\s:.#]{1,4}([+(]{0,2}\d(?:[ .()-]{0,2}\d){5,14})(?!\d)/gu;
const LONG = /(?<![\p{L}\p{N}])\d(?:[ -]?\d){11,18}(?![\p{L}\p{N}])/gu;
const SOLID = /(?<![\p{L}\p{N}.])\d{10,34}(?![\p{L}\p{N}]|\.\d)/gu;
const IBAN = /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,4})?(?![\p{L}\p{N}])/gu;
const LETTERED =
  /(?<![\p{L}\p{N}-])#?(?!NCT|PMC|A?NDA|NDC|BLA|LOINC)[A-Z]{1,4}-?\d{5,12}(?:-\d{1,4})?(?![\p{L}\p{N}-])/gu;
const HYPHENED =
  /(?<![\p{L}\p{N}-])#?(?:[A-Z]{2,5}-\d{4,}|\d{3}-\d{3}-\d{3}|\d{5,}-[A-Z]{2,4})(?![\p{L}\p{N}-])/gu;
const NUMBERED = /(?<![\p{L}\p{N}])#(?=\p{L}{0,4}-?\d{4})[\p{L}\p{N}][\p{L}\p{N}-]{3,20}/gu;

/** Numbers that are somebody's by their form alone. */
export function findNumbers({ text, lower }: FoldedText): readonly Found[] {
  return [
    ...spans(lower, SSN, 'SSN'),
    ...spans(lower, US_PHONE, 'PHONE'),
    ...spans(lower, ABROAD, 'PHONE'),
    ...spans(lower, GROUPED, 'PHONE').filter(({ start, end }) => isGrouped(lower.slice(start, end))),
    ...valuesOf(lower, PHONE_CUE, 'PHONE'),
    ...spans(lower, LONG, 'ID').filter(({ start, end }) => isCard(lower.slice(start, end))),
    ...spans(lower, SOLID, 'ID'),
    ...spans(lower, IBAN, 'ID').filter(({ start, end }) => isIban(lower.slice(start, end))),
    ...spans(text, LETTERED, 'ID'),
    ...spans(text, HYPHENED, 'ID'),
    ...spans(lower, NUMBERED, 'ID'),
  ];
}

/** Of each match, what its last group holds. */
export function valuesOf(text: string, form: RegExp, kind: IdentifierKind): readonly Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(form)) {
    const value = match.at(-1) ?? '';
    const end = match.index + match[0].length;
    if (value !== '') found.push({ start: end - value.length, end, kind });
  }
  return found;
}

/** National Drug Codes are of these forms (21 CFR 207.33). */
const DRUG_CODE = /^(?:\d{4}-\d{4}-\d{2}|\d{5}-\d{3}-\d{2}|\d{5}-\d{4}-\d)$/;

function isGrouped(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '').length;
  return digits >= 7 && digits <= 13 && !DRUG_CODE.test(text);
}

/** Check digit of ISO/IEC 7812-1 annex B. */
function isCard(text: string): boolean {
  const digits = [...text.replaceAll(/\D/g, '')].map(Number).reverse();
  const sum = digits.reduce(
    (total, digit, at) => total + (at % 2 === 0 ? digit : (digit * 2) % 9 || (digit && 9)),
    0,
  );
  return sum % 10 === 0;
}

/** ISO 13616: the remainder by 97 is 1. */
function isIban(text: string): boolean {
  const compact = text.replaceAll(' ', '');
  if (compact.length < 15 || compact.length > 34) return false;
  let remainder = 0;
  for (const sign of compact.slice(4) + compact.slice(0, 4)) {
    for (const digit of Number.parseInt(sign, 36).toString())
      remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder === 1;
}
