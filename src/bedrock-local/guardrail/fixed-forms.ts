/** How one kind of identifier is written. */
interface FixedForm {
  readonly pattern: RegExp;
  /** Told apart from numbers of other kinds. */
  readonly valid?: (match: string) => boolean;
}

/**
 * Bedrock's PII types that have a form of their own. Types that only context tells (passports, licences, accounts)
 * are known by their label; a type that is not listed is never found here.
 */
export const FIXED_FORMS: Readonly<Record<string, FixedForm>> = Object.freeze({
  EMAIL: { pattern: /\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}\b/g },
  URL: { pattern: /\b(?:https?:\/\/|www\.)[^\s"'<>()[\]\\]{3,}/gi },
  PHONE: { pattern: /(?<![\w.-])(?:\+?1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])/g },
  IP_ADDRESS: {
    pattern: /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g,
    valid: (match) => match.split('.').every((part) => Number(part) <= 255),
  },
  MAC_ADDRESS: { pattern: /\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b/g },
  // Numbers never issued are none: https://www.ssa.gov/employer/randomization.html
  US_SOCIAL_SECURITY_NUMBER: {
    pattern: /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g,
  },
  US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER: { pattern: /(?<![\w-])9\d{2}-[5-9]\d-\d{4}(?![\w-])/g },
  CREDIT_DEBIT_CARD_NUMBER: {
    pattern: /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g,
    valid: isCardNumber,
  },
  VEHICLE_IDENTIFICATION_NUMBER: { pattern: labelled('vin', '[A-HJ-NPR-Z0-9]{17}') },
  US_PASSPORT_NUMBER: { pattern: labelled('passport(?: number| no\\.?)?', '[A-Z]?[0-9]{8,9}') },
  US_BANK_ACCOUNT_NUMBER: { pattern: labelled('(?:bank )?account(?: number| no\\.?)', '[0-9]{6,17}') },
  DRIVER_ID: {
    pattern: labelled("driver'?s? licen[sc]e(?: number| no\\.?)?", '[A-Z0-9-]*[0-9][A-Z0-9-]{4,}'),
  },
  LICENSE_PLATE: { pattern: labelled('licen[sc]e plate', '[A-Z0-9-]*[0-9][A-Z0-9-]{2,}') },
  PASSWORD: { pattern: labelled('password', '\\S{4,}') },
  AWS_ACCESS_KEY: { pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
});

function labelled(label: string, value: string): RegExp {
  return new RegExp(`\\b${label}\\s{0,2}(?:is|[:#=])\\s{0,2}${value}`, 'gi');
}

/** Luhn, ISO/IEC 7812-1 annex B. */
function isCardNumber(match: string): boolean {
  const digits = [...match.replace(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce((total, digit, place) => {
    const weighed = place % 2 === 0 ? digit : digit * 2;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0;
}
