import type { Check, CheckedSentence } from './check.ts';
import type { Word } from './read-words.ts';
import { quotedPlaces } from './same-place.ts';

/** UCUM and everyday units, as written. Case tells them apart: `mmol` is no `Mmol`. */
const UNIT =
  /^(?:%|°|k?g|mg|mcg|μg|ug|ng|pg|[mdμu]?l|ml|cc|[munpk]?mol|m?eq|[mμ]?iu|units?|u|k?cal|mm|cm|m|km|in|inch|inches|ft|feet|lbs?|oz|mmhg|hg|kpa|bpm|hz|c|f|min|mins?|minutes?|h|hr|hrs|hours?|s|sec|seconds?|days?|d|weeks?|wks?|months?|mos?|years?|yrs?|yo|tablets?|tabs?|capsules?|caps?|puffs?|drops?|times|mv|ma|fl|mosm|copies|cells|packs?|pack)$/i;
const LOOKED_AT = 4;

/** 5 mg is not 5 g, and 5 is not 5 mg. */
export const units: Check = Object.freeze({
  name: 'units',
  rule: 'The unit after a number is the one after it in a quote, in the same case.',
  refuses: (sentence) =>
    sentence.words.every((_word, at) => hasItsUnit(sentence, at)) ? null : 'UNGROUNDED',
} satisfies Check);

export function isUnit({ key }: Word): boolean {
  return UNIT.test(key);
}

function hasItsUnit({ words, sources }: CheckedSentence, at: number): boolean {
  const word = words[at];
  if (word?.kind !== 'number') return true;
  const unit = unitAfter(words, at);
  if (unit === '') return true;
  return sources.some((source) =>
    quotedPlaces(source, word.key).some((place) => unitAfter(source.reading.words, place) === unit),
  );
}

/** `mg/dL` with what divides it; empty: none follows. Long words in lower case, short ones as they are. */
function unitAfter(words: readonly Word[], at: number): string {
  const unit: string[] = [];
  for (let next = at + 1; next <= at + LOOKED_AT; next += 1) {
    const word = words[next];
    if (word === undefined || word.gap >= 2 || word.startsLine) break;
    const goesOn = word.key === '/' || word.key === '^' || UNIT.test(word.key);
    if (!goesOn && !(word.kind === 'number' && unit.at(-1) === '^')) break;
    unit.push(word.raw.length > 4 ? word.key : word.raw);
  }
  return unit.join('');
}
