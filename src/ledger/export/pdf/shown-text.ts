/** What DejaVu Sans has glyphs for, regular and bold: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, signs. */
const HAS_NO_GLYPH =
  /[^\u0020-\u007e\u00a0-\u00ac\u00ae-\u02e9\u038e-\u03a1\u03a3-\u0482\u048a-\u0525\u0531-\u0556\u0561-\u0587\u05d0-\u05ea\u0621-\u063a\u0640-\u064a\u10d0-\u10fc\u1e00-\u1efb\u2010-\u2027\u2030-\u205e\u20a0-\u20b5]/gu;

/** One line with every character to be seen: what has no glyph, or is none, by its code point. */
export function shownLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(
      HAS_NO_GLYPH,
      (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`,
    );
}

/** The same of several lines. */
export function shownText(text: string): string {
  return text.split('\n').map(shownLine).join('\n');
}
