/** Beyond JSON's own escapes: what some readers take for the end of a line, and what steers a terminal. */
const UNSAFE_IN_LINES = /[\p{Cc}\u2028\u2029]/gu;

/** One line of NDJSON, its end included: whatever stands in the value, the line ends where it says. */
export function jsonLine(value: unknown): string {
  const json = JSON.stringify(value).replace(
    UNSAFE_IN_LINES,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${json}\n`;
}
