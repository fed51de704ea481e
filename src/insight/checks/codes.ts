import type { Check } from './check.ts';

/** ICD-10 (with or without its dot), LOINC, SNOMED CT and RxNorm identifiers, CPT after its name. */
const CODE =
  /\b(?:[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|\d{1,5}-\d|\d{6,18}|(?:CPT|HCPCS|LOINC|SNOMED|ICD|RxNorm|NDC)[\s:#-]{0,3}[0-9A-Z][0-9A-Z.-]{2,12})\b/gi;

/** A code is quoted, or is the one code that the sentence suggests and the code set is asked about. */
export const codes: Check = Object.freeze({
  name: 'codes',
  rule: 'Each code stands in a quote as it is, or is the code of the sentence.',
  refuses: ({ text, cited, code }) => {
    const said = text.match(CODE) ?? [];
    if (said.length === 0) return null;
    const quoted = new Set(cited.flatMap(({ quote }) => quote.match(CODE) ?? []).map(upper));
    return said.every((one) => quoted.has(upper(one)) || upper(one) === code?.toUpperCase())
      ? null
      : 'UNGROUNDED';
  },
} satisfies Check);

function upper(code: string): string {
  return code.toUpperCase();
}
