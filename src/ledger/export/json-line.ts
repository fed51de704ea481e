/**
 * Beyond JSON's own escapes: what some readers take for the end of a line, what steers a terminal, and what shows text in
 * another order than it stands or does not show at all (Unicode general categories Cc, Cf, Zl, Zp).
 */
const UNSAFE_IN_LINES = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** One line of NDJSON, its end included: whatever stands in the value, the line ends where it says. */
export function jsonLine(value: unknown): string {
  return `${jsonText(value)}\n`;
}

/** The same without its end. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE_IN_LINES, escaped);
}

/** Each UTF-16 unit, as JSON wants it of characters past U+FFFF. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    const unit = character.charCodeAt(at).toString(16).padStart(4, '0');
    return `\\u${unit}`;
  }).join('');
}
