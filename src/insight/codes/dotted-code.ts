/** ICD-10-CM: a letter, a digit, then letters and digits, 3 to 7 in all, a dot after the third. */
const PLAIN = /^[A-Z]\d[0-9A-Z]{1,5}$/;

/** `E119`, `e11.9` → `E11.9`; `null`: cannot be a code. */
export function dottedCode(text: string): string | null {
  const upper = text.trim().toUpperCase();
  const plain = upper[3] === '.' && upper.length > 4 ? upper.slice(0, 3) + upper.slice(4) : upper;
  if (!PLAIN.test(plain)) return null;
  return plain.length === 3 ? plain : `${plain.slice(0, 3)}.${plain.slice(3)}`;
}
