import type { OutputSentence } from '../../output.ts';

/** What a sentence says beside the words it quotes, in lower case: the words that the model chose itself. */
export function ownWords({ text, citations }: OutputSentence): string {
  const quotes = citations.flatMap(({ quote }) => [quote, ...quote.split('; ')]);
  return [...new Set(quotes.map((quote) => quote.trim().toLowerCase()))]
    .filter((quote) => quote !== '')
    .sort((a, b) => b.length - a.length)
    .reduce(without, text.toLowerCase());
}

/** Only where they stand as words of their own. */
function without(text: string, words: string): string {
  const parts = text.split(words);
  return parts.reduce((said, next) =>
    /[\p{L}\p{N}]$/u.test(said) || /^[\p{L}\p{N}]/u.test(next)
      ? `${said}${words}${next}`
      : `${said} … ${next}`,
  );
}
