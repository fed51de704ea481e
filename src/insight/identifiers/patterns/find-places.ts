import type { FoldedText } from '../fold-text.ts';
import type { Found } from '../found.ts';
import { CALLED_AFTER, EPONYMS } from '../names/eponyms.ts';
import { looksClinical } from '../names/looks-clinical.ts';
import { NOT_PERSONS } from '../names/not-persons.ts';
import { ORDINARY_WORDS } from '../names/ordinary-words.ts';
import { classOf } from '../names/person-names.ts';
import { spans } from './find-contacts.ts';
import { STATE_CODES, STATE_NAMES } from './states.ts';

const CAPITAL = "(?:\\p{Lu}\\p{Ll}{0,2}\\.|\\p{Lu}[\\p{L}'&-]{0,30})";
const CAPITALS = `${CAPITAL}(?: (?:(?:of|and|the|for|de|del|la) )?${CAPITAL}){0,4}`;
const FACILITY =
  'Hospitals?|Hosp|Clinics?|Medical(?: Cent(?:er|re)| Group| Associates)?|Med(?: Cent(?:er|re))?|Health(?:care)?(?: (?:Cent(?:er|re)|System|Network|Services))?|Infirmary|Hospice|Nursing Home|Cancer Cent(?:er|re)|Surgery Cent(?:er|re)|Cent(?:er|re)|Institute|Sanatorium';
const NAMED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${CAPITAL} (?:(?:of|and|the|for|&) )?){1,5}(?:${FACILITY})(?!\\p{L})(?: ${CAPITAL})?`,
  'gu',
);
const SAINT = /(?<![\p{L}\p{N}])(?:St|Saint|Mt|Mount)\.? \p{Lu}\p{Ll}+(?:'s)?(?: \p{Lu}\p{Ll}+)?/gu;
const CARE =
  'seen|treated|admitted|evaluated|diagnosed|hospitali[sz]ed|presented|presenting|followed|observed|examined|visited|visits?|visit|managed|operated|surgery|discharged|transferred|referred|reviewed|monitored|scheduled|assessed|consulted|appointment|checked|check-up|checkup|follow-up|care|underwent|tx|dx|eval|practices|practicing|works|worked|working|based|located|resides|residing|lives|living|born|raised|office|stay|stayed|procedure|consult|consultation|records?|enrolled|receiving|received|tested|tests?|screened|biopsy|delivered|died|moved|recovering';
const CARED = new RegExp(
  `(?<!\\p{L})(?:${CARE})(?:'d)?(?: (?!at |in |to |from )[\\p{L}\\d'/-]{1,15},?){0,4},? (?:at|in|to|from|near) (?:the |our |a )?`,
  'giu',
);
const PLACE = new RegExp(`^${CAPITALS}(?:, ${CAPITALS})?`, 'u');
const OURS = new RegExp(
  `(?<=(?<!\\p{L})(?:our|the|at|in|from|visited) )${CAPITALS}(?= (?:clinic|office|hospital|hosp|facility|branch|campus|location|site|center)(?!\\p{L}))`,
  'gu',
);
const CITY_STATE = new RegExp(
  `(?<![\\p{L}\\p{N}])${CAPITALS}, ?(?:${STATE_CODES}|${STATE_NAMES})(?![\\p{L}])(?:,? \\d{5}(?:-\\d{4})?)?`,
  'gu',
);
const ZIP = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${STATE_CODES}|${STATE_NAMES}),? \\d{5}(?:-\\d{4})?(?![\\p{N}-])`,
  'gu',
);
const ZIP9 = /(?<![\p{L}\p{N}.-])\d{5}-\d{4}(?![\p{N}-])/gu;
const ZIP_CUE = /(?<!\p{L})(?:zip|postal|post)(?: ?code)?(?: is)?[\s:#]{1,3}(\d{5}(?:-\d{4})?)(?!\d)/gu;
/** Of the name of a facility, but also of everything else, unless a word beside it is out of the ordinary. */
const WEAK_ENDING = /(?:Health(?:care)?|Medical|Med|Cent(?:er|re)|Institute)(?: \p{L}+)?$/u;
/** Departments and kinds of care, which are everywhere. */
const EVERYWHERE =
  /^(?:the|a|an|our|your|local|community|outpatient|inpatient|pain|sleep|wound|heart|eye|dental|cancer|stroke|physical|infectious|human|trauma|burn|dialysis|infusion|disease|resources|figure|table|unit|pulmonary|emergency|urgent|primary|mental|behavioral|public|home|women|womens|women's|mens|child|children|family|general|internal|occupational|physical|sexual|reproductive|maternal|oral|speech|student|employee|global|national|world|international|federal|bone|skin|brain|breast|lung|liver|kidney|renal|cardiac|vascular|surgical|surgery|rehab(?:ilitation)?|specialty|tertiary|teaching|past|current|medical|clinic|hospital|health|care|center|medicine|walk-in|anticoagulation|coumadin|diabetes|asthma|allergy|memory|fertility|transplant|hiv|day|acute|long|term|skilled|nursing|of|and|for|in|\p{L}+(?:ology|iatry|iatrics|aedics|edics|gyn|therapy|ery))$/u;
const NO_PLACE =
  /^(?:ER|ED|ICU|MICU|SICU|CCU|NICU|PICU|OR|PACU|OB|CT|MRI|PCP|US|USA|UK|EMS|PT|OT|IV|PO|BID|TID|QID|PRN|NPO|DNR|MRN|SSN|DOB|EKG|ECG|EEG|HTN|DM|CHF|COPD|I|A|The|This|He|She|They|It|Her|His|[LTCS]\d*|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?$/;

/** Hospitals and clinics, cities with their states, postal codes. */
export function findPlaces({ text, lower }: FoldedText): readonly Found[] {
  return [
    ...spans(text, NAMED, 'ADDRESS').filter(({ start, end }) => isSomewhere(text.slice(start, end))),
    ...spans(text, SAINT, 'ADDRESS'),
    ...caredAt(text),
    ...unusual(text),
    ...spans(text, OURS, 'ADDRESS').filter(({ start, end }) => isSomewhere(text.slice(start, end))),
    ...spans(text, CITY_STATE, 'ADDRESS'),
    ...spans(text, ZIP, 'ADDRESS'),
    ...spans(text, ZIP9, 'ADDRESS'),
    ...Array.from(lower.matchAll(ZIP_CUE), (match): Found => {
      const end = match.index + match[0].length;
      return { start: end - (match[1] ?? '').length, end, kind: 'ADDRESS' };
    }),
  ];
}

/** `admitted to Cedar Grove`, `seen last week at Lakeview, Boston`. */
function caredAt(text: string): readonly Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(CARED)) {
    const start = match.index + match[0].length;
    const place = PLACE.exec(text.slice(start, start + 160))?.[0].replace(/(?:, |\.)$/, '') ?? '';
    const words = place.split(/,? /).filter((word) => word !== '');
    const kept = words.findIndex((word) => NO_PLACE.test(word));
    if (kept === 0 || !isSomewhere(place) || isState(place)) continue;
    const length = kept === -1 ? place.length : place.indexOf(` ${words[kept] ?? ''}`);
    if (length > 1) found.push({ start, end: start + length, kind: 'ADDRESS' });
  }
  return found;
}

/** `from Chicago`, `at Fairview-Ellis`: after a preposition, with a word that is in no dictionary of English. */
function unusual(text: string): readonly Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(AFTER_PREPOSITION)) {
    const [, place = '', next = ''] = match;
    const words = place.toLowerCase().split(/[ -]/);
    if (CALLED_AFTER.has(next) || NO_PLACE.test(place) || place === place.toUpperCase()) continue;
    if (words.some((word) => EPONYMS.has(bare(word)) || NOT_PERSONS.has(word))) continue;
    if (!words.some((word) => isUncommon(bare(word)))) continue;
    const start = match.index + match[0].indexOf(' ') + 1;
    found.push({ start, end: start + place.length, kind: 'ADDRESS' });
  }
  return found;
}
const AFTER_PREPOSITION = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:from|in|near|at) ((?:${CAPITAL})(?: ${CAPITAL}){0,3})(?:'s)?(?: (\\p{Ll}+))?`,
  'gu',
);

function bare(word: string): string {
  return word.replaceAll(/'s$|[^\p{L}]/gu, '');
}

function isUncommon(word: string): boolean {
  const told = classOf(word);
  return word.length >= 4 && (told === 'name' || (told === 'unknown' && !looksClinical(word)));
}

/** A state or a country tells nobody apart. */
function isState(place: string): boolean {
  return place
    .toLowerCase()
    .split(/,? /)
    .every((word) => NOT_PERSONS.has(word));
}

function isSomewhere(place: string): boolean {
  const words = place.toLowerCase().replaceAll(/[.,]/g, '').split(' ');
  if (/^general hosp(?:ital)?$/i.test(place)) return true;
  if (WEAK_ENDING.test(place) && words.every((word) => ORDINARY_WORDS.has(word))) return false;
  if (words.length === 1 && ORDINARY_WORDS.has(words[0] ?? '')) return false;
  return !words.every((word) => EVERYWHERE.test(word));
}
