/** Tokens of a text, at four characters each: what a model without a tokeniser of its own counts. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
