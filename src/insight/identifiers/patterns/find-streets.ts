import type { FoldedText } from '../fold-text.ts';
import type { Found } from '../found.ts';
import { COMMON_WORDS } from '../names/ordinary-words.ts';
import { spans } from './find-contacts.ts';

const KIND_OF_STREET =
  'Street|St|Avenue|Ave|Av|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Boulevard|Blvd|Place|Pl|Square|Sq|Terrace|Ter|Circle|Cir|Highway|Hwy|Parkway|Pkwy|Trail|Trl|Way|Alley|Crescent|Cres|Crossing|Heights|Extensions?|Streets';
const UNIT = '(?:,?\\s+(?:Apt|Apartment|Suite|Ste|Unit|Room|Rm|Floor|Fl|#)\\.? ?#?[\\p{L}\\p{N}-]{1,6})';
const BEFORE = '(?<![\\p{L}\\p{N}.,/-])';
const NAMES = "(?: (?:[\\p{Lu}\\d][\\p{L}\\p{N}.'-]{0,30}|de|la|do|da|dos|del|of|the)){1,5}";

const NUMBERED = new RegExp(
  `${BEFORE}\\d{1,6}[A-Z]?${NAMES} (?:${KIND_OF_STREET})(?!\\p{L})\\.?${UNIT}?`,
  'gu',
);
const LOWER =
  /(?<![\p{L}\p{N}.,/-])\d{1,6}(?: \p{L}{3,20}){1,2} (?:street|avenue|boulevard|road|lane|court)(?!\p{L})/gu;
const ABROAD = new RegExp(
  `${BEFORE}(?:\\d{1,6} )?(?:Via|Viale|Corso|Piazza|Rua|Rue|Calle|Carrera|Camino|Avenida|Avenue|Plaza|Travessa|Largo|Chemin|Quai|Ulica|Ul\\.|Ulitsa|Jalan)${NAMES}(?:,? \\d{1,6}[a-zA-Z]?)?(?!\\p{N})`,
  'gu',
);
const SUFFIXED =
  /(?<![\p{L}\p{N}.,/-])(?:\d{1,6} )?(?:\p{Lu}[\p{L}.'-]{1,30} ){0,2}\p{L}{2,30}(?:strasse|straat|gatan|gata|gaten|gade|vagen|vegen|veien|vej|laan|plein|platz|katu|utca|kuja|tie|allee|weg) \d{1,5}[a-zA-Z]?(?!\p{N})/gu;
const NUMBER_LAST =
  /(?<![\p{L}\p{N}])\p{Lu}[\p{L}'-]{1,30}(?: \p{L}[\p{L}.'-]{0,30}){0,3} (?:u|utca|ut|ter|str|ul|tn|pst)\.? \d{1,5}[a-zA-Z]?(?!\p{N})/gu;
const BOX =
  /(?<![\p{L}\p{N}])(?:p\.? ?o\.? ?box|psc|unit) \d{1,6}(?:,? box \d{1,6})?(?:\s{1,3}(?:apo|fpo|dpo) a[aep] \d{5}(?:-\d{4})?)?/gu;
const MILITARY = /(?<![\p{L}\p{N}])(?:apo|fpo|dpo|uss [\p{L} ]{2,20}),? a[aep] \d{5}/gu;
const CUE =
  /(?<!\p{L})(?:address(?: of [\p{L}' ,&.-]{1,50})?(?: is|:)|(?:liv(?:es?|ing)|resid(?:es?|ing)|locat(?:ed|ion)|situated|office is|restaurant is|drops? you off|shop is|home is) (?:at|on)|(?:moved|sent|mailed|delivered|shipped) to|(?:north|south|east|west) side of|must enter on)[\s:]{1,3}/gu;
const LONGEST = 140;

/** Streets and what stands around them (45 CFR 164.514(b)(2)(i)(B)). */
export function findStreets(folded: FoldedText): readonly Found[] {
  const { text, lower } = folded;
  return [
    ...spans(text, NUMBERED, 'ADDRESS'),
    ...spans(lower, LOWER, 'ADDRESS').filter(({ start, end }) => !isProse(lower.slice(start, end))),
    ...spans(text, ABROAD, 'ADDRESS').filter(({ start, end }) => /\d/.test(text.slice(start, end))),
    ...spans(text, SUFFIXED, 'ADDRESS'),
    ...spans(text, NUMBER_LAST, 'ADDRESS'),
    ...spans(lower, BOX, 'ADDRESS').filter(({ start, end }) =>
      /box|psc|[afd]po/.test(lower.slice(start, end)),
    ),
    ...spans(lower, MILITARY, 'ADDRESS'),
    ...told(folded),
  ];
}

/** `12 weeks on the road`. */
function isProse(lower: string): boolean {
  return lower
    .split(' ')
    .slice(1, -1)
    .some((word) =>
      /^(?:of|on|in|the|a|to|and|at|with|by|per|for|from|days?|weeks?|months?|years?|times?|miles?|mg|ml)$/.test(
        word,
      ),
    );
}

/** What stands where an address is announced: from a number or a capital, as far as it does not go on as prose. */
function told({ text, lower }: FoldedText): readonly Found[] {
  const found: Found[] = [];
  for (const match of lower.matchAll(CUE)) {
    const start = match.index + match[0].length;
    const stretch = text.slice(start, start + LONGEST);
    const length = addressLength(stretch);
    if (length >= 4 && /\d/.test(stretch.slice(0, length)))
      found.push({ start, end: start + length, kind: 'ADDRESS' });
  }
  return found;
}

function addressLength(stretch: string): number {
  if (!/^(?:[\p{Lu}\d#]|[a-z]{3,30} \d)/u.test(stretch)) return 0;
  let length = 0;
  for (const match of stretch.matchAll(/(\s*(?:[,.]\s*)?)([\p{L}\p{N}#'()∆-]+)(\.?)/guy)) {
    if (match.index !== length) break;
    const [whole, gap = '', word = '', stop = ''] = match;
    if (length > 0 && /\n\s*\n/.test(gap)) break;
    if (length > 0 && word.charAt(0) !== word.charAt(0).toUpperCase() && isSentence(word)) break;
    length += whole.length;
    if (stop !== '' && /^\s*$|^\s+\p{Lu}\p{Ll}+ \p{Ll}/u.test(stretch.slice(length))) return length - 1;
  }
  return length;
}

function isSentence(word: string): boolean {
  return COMMON_WORDS.has(word) && !/^(?:de|la|do|da|of|street|road|st|u|a)$/.test(word);
}
