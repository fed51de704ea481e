import type { OutputSentence } from '../../output.ts';

/** What a sentence says beside the words it quotes, in lower case: the words that the model chose itself. */
export function ownWords({ text, citations }: OutputSentence): string {
  const quotes = citations
    .map(({ quote }) => quote.trim().toLowerCase())
    .filter((quote) => quote !== '')
    .sort((a, b) => b.length - a.length);
  return quotes.reduce((rest, quote) => rest.split(quote).join(' … '), text.toLowerCase());
}
