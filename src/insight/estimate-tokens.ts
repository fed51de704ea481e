/**
 * Tokens a text has at most, near enough for budgets: one for every three bytes of UTF-8. English prose has one for
 * about four, numbers and codes one for two to three, other scripts one or two for each character of three bytes.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 3);
}
