/** Lone surrogates have no form in UTF-8 and would not survive a hash or a wire. */
const HIDDEN = new RegExp(
  [
    '[\\u{E0000}-\\u{E007F}\\u{E0100}-\\u{E01EF}]', // tags, variation selectors (Unicode 23.9, 23.4)
    '[\\uFE00-\\uFE0F\\u180B-\\u180F]', // variation selectors
    '[\\u200B-\\u200F\\u2060-\\u206F\\uFEFF\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u3164\\uFFA0]', // no width
    '[\\u202A-\\u202E]', // direction (UAX #9)
    '[\\uFFF9-\\uFFFB\\u{1D173}-\\u{1D17A}]', // annotation, musical controls
    '[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F]', // C0 but tab and newline, C1
    '[\\u{D800}-\\u{DFFF}]', // lone surrogates
  ].join('|'),
  'gu',
);

/** `½`, `⅟`, and a fraction that is put together of raised and lowered digits. */
const FRACTION = /[¼-¾⅐-⅞↉]|[⁰¹²³⁴-⁹]{1,4}[⁄∕/][₀-₉]{1,4}/gu;
const RAISED = /[⁰¹²³⁴-⁹⁺⁻]+(?=(\p{Nd})?)/gu;
const LOWERED_AFTER_DIGIT = /(?<=\p{Nd})[₀-₉₊₋]+(?=(\p{Nd})?)/gu;
const AFTER_DIGIT = /(?<=\p{Nd})[^\0-\x7F\p{Nd}]/gu;
const BEFORE_DIGIT = /[^\0-\x7F\p{Nd}](?=\p{Nd})/gu;

/**
 * Text without what a reader does not see and a model does: tag characters, variation selectors, zero-width and
 * direction marks, control characters but newline and tab; NFKC. Line ends become newlines. Numbers stay the numbers
 * that they are, which NFKC alone would run together: `2½` is `2 1/2`, `10⁹` is `10^9`.
 */
export function normaliseText(text: string): string {
  const seen = text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n') // line ends
    .replace(HIDDEN, '')
    .replace(/⁄/gu, '/');
  return keepNumbers(seen).normalize('NFKC');
}

function keepNumbers(text: string): string {
  return text
    .replace(FRACTION, (fraction, at: number) => {
      const plain = fraction.normalize('NFKC').replace(/[⁄∕]/u, '/');
      const end = at + fraction.length;
      const before = /\p{Nd}$/u.test(text.slice(Math.max(0, at - 2), at)) ? ' ' : '';
      return `${before}${plain}${/^\p{Nd}/u.test(text.slice(end, end + 2)) ? ' ' : ''}`;
    })
    .replace(RAISED, (raised, next?: string) => `^${apart(raised, next)}`)
    .replace(LOWERED_AFTER_DIGIT, (lowered, next?: string) => `_${apart(lowered, next)}`)
    .replace(AFTER_DIGIT, (sign) => (isDigit(sign.normalize('NFKC').charAt(0)) ? ` ${sign}` : sign))
    .replace(BEFORE_DIGIT, (sign) => (isDigit(sign.normalize('NFKC').at(-1) ?? '') ? `${sign} ` : sign));
}

/** In plain digits, apart from the digit that follows. The minus of a power is written as numbers are. */
function apart(digits: string, next: string | undefined): string {
  return `${digits.normalize('NFKC').replaceAll('−', '-')}${next === undefined ? '' : ' '}`;
}

function isDigit(character: string): boolean {
  return /^\p{Nd}$/u.test(character);
}
