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

/**
 * Text without what a reader does not see and a model does: tag characters, variation selectors, zero-width and
 * direction marks, control characters but newline and tab; NFKC. Line ends become newlines.
 */
export function normaliseText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(HIDDEN, '')
    .normalize('NFKC');
}
