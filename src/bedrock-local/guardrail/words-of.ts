/** Words that carry no claim of their own. */
const EMPTY = new Set(
  'a an and are as at be been by did do does for from had has have in is it its of on or that the their there these this those to was were what when where which who why how will with you your my me i'.split(
    ' ',
  ),
);

export interface Words {
  /** Lower-case words that say something, without their plural. */
  readonly words: ReadonlySet<string>;
  /** Numbers as written, thousands separators and trailing zeros aside. */
  readonly numbers: ReadonlySet<string>;
}

export function wordsOf(text: string): Words {
  const tokens =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\d+(?:[.,]\d+)*|[\p{L}][\p{L}\p{M}'’]*/gu) ?? [];
  const isNumber = (token: string) => /^\d/.test(token);
  return {
    words: new Set(tokens.filter((token) => !isNumber(token) && !EMPTY.has(token)).map(stem)),
    numbers: new Set(tokens.filter(isNumber).map(plainNumber)),
  };
}

function stem(word: string): string {
  return word
    .replace(/['’]s?$/u, '')
    .replace(/(?<=\p{L}{3})(?:ies|y)$/u, 'i')
    .replace(/(?<=\p{L}{3})e?s$/u, '')
    .replace(/(?<=\p{L}{3})e$/u, '');
}

function plainNumber(token: string): string {
  const joined = token.replace(/,(?=\d{3}(?:\D|$))/g, '');
  return joined.includes('.') ? joined.replace(/\.?0+$/, '') : joined;
}
