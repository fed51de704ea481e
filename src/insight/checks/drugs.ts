import type { Check, CheckedSentence } from './check.ts';
import { isContent } from './content-words.ts';
import type { Word } from './read-words.ts';
import { neighbour, quotedPlaces } from './same-place.ts';

/** USAN and INN stems at the end of a name: a signal for a medicine, no list of medicines. */
const STEM =
  /^[a-z]{2,}(?:pril|prilat|sartan|statin|olol|alol|cillin|mycin|micin|floxacin|cycline|azole|idine|dipine|formin|gliptin|gliflozin|glutide|glitazone|mab|nib|vir|prazole|setron|triptan|parin|xaban|gatran|sone|solone|onide|zepam|zolam|barbital|caine|dronate|fibrate|thiazide|semide|terol|tropium|lukast|oxetine|traline|pram|triptyline|apine|peridone|codone|morphone|profen|oxicam|coxib|cept|ximab|zumab|penem|cef|afil|osin|curium|dopa|giline|phylline|thyroxine|insulin|tidine|warfarin)$/;
/** What a dose is counted in. */
const DOSE = /^(?:mg|mcg|μg|ug|g|ml|units?|iu|meq|tablets?|tabs?|capsules?|caps?|puffs?|drops?)$/;

/** The medicine named is the medicine quoted, and the dose stands beside it there. */
export const drugs: Check = Object.freeze({
  name: 'drugs',
  rule: 'Each name of a medicine stands in a quote; before a dose stands the word that stands before it there.',
  refuses: (sentence) =>
    sentence.words.every((word, at) => isQuoted(sentence, word) && isDosed(sentence, at))
      ? null
      : 'UNGROUNDED',
} satisfies Check);

function isQuoted({ sources }: CheckedSentence, { key }: Word): boolean {
  return !STEM.test(key) || sources.some((source) => quotedPlaces(source, key).length > 0);
}

function isDosed({ words, sources, cover }: CheckedSentence, at: number): boolean {
  const word = words[at];
  if (cover !== null || word?.kind !== 'number' || !DOSE.test(words[at + 1]?.key ?? '')) return true;
  const named = nameBefore(words, at);
  if (named === null) return true;
  return sources.some((source) =>
    quotedPlaces(source, word.key).some((place) => {
      const before = nameBefore(source.reading.words, place);
      return before === named || source.reading.head.split(' ').includes(named);
    }),
  );
}

/** The word before a dose, over `of` and its like. */
function nameBefore(words: readonly Word[], at: number): string | null {
  const word = neighbour(words, at, -1);
  return word === null || !isContent(word) || word.kind !== 'word' ? null : word.key;
}
