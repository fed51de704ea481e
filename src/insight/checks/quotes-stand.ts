import type { Check } from './check.ts';

/** Every quote is found in its item, letter by letter; only white space may differ. Whole words alone. */
export const quotesStand: Check = Object.freeze({
  name: 'quotes stand',
  rule: 'Each quote stands in the item it names, word for word.',
  refuses: ({ cited }) => {
    const texts = new Map<string, string>();
    const stands = cited.every(({ item, quote }) => {
      const text = texts.get(item.text) ?? collapse(item.text);
      texts.set(item.text, text);
      return holds(text, collapse(quote));
    });
    return stands ? null : 'CITATION';
  },
} satisfies Check);

function collapse(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

function holds(text: string, quote: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(quote)) return false;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (!cuts(text, at) && !cuts(text, at + quote.length)) return true;
  }
  return false;
}

/** Whether a place in a text lies inside a word or a number. */
function cuts(text: string, at: number): boolean {
  return /^(?:[\p{L}\p{M}\p{N}]{2}|\p{N}[.,]|[.,]\p{N})$/u.test(text.slice(at - 1, at + 1));
}
