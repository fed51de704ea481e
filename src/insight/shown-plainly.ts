import { isPlain } from './checks/plain-text.ts';
import type { Tokenised } from './identifiers/tokenise.ts';
import type { OutputSentence } from './output.ts';

/** What a client might follow, load or run, were a quote shown as more than text. */
const ACTIVE =
  /[a-z][a-z0-9+.-]{1,30}:\/\/|\b(?:www\.|javascript:|data:[a-z]+\/|mailto:|vbscript:)|<\/?[a-z!?][^>]*>|!\[|\]\(/i;
/** Stand for links and addresses, which nothing that a model writes needs. */
const LINKS = /\[(?:URL|EMAIL)_\d+\]/;

/**
 * Whether a sentence is words and nothing else once identifiers are back in their places: a token hides from the
 * checks what a link says. Its quotes, which readers see as well, carry no link, image or markup either.
 */
export function isShownPlainly(
  { text, citations }: Pick<OutputSentence, 'text' | 'citations'>,
  { restore }: Pick<Tokenised, 'restore'>,
): boolean {
  const said = [text, ...citations.map(({ quote }) => quote)];
  return (
    !said.some((words) => LINKS.test(words)) &&
    isPlain(restore(text)) &&
    !citations.some(({ quote }) => ACTIVE.test(restore(quote)))
  );
}
