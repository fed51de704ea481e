/** Beyond JSON's own escapes: what some readers take for the end of a line, and what steers a terminal. */
const UNSAFE_IN_LINES = /[\p{Cc}\u2028\u2029]/gu;

/** One line of JSON, whatever an identity provider puts into an id. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    UNSAFE_IN_LINES,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** One line for a terminal. */
export function safeLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
