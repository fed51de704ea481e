import { foldText } from '../fold-text.ts';
import { COMMONEST_WORDS } from '../names/ordinary-words.ts';
import { classOf } from '../names/person-names.ts';
import { compactOf } from '../words.ts';

/**
 * How much a part of a name says by itself. `strong`: it is the name wherever it stands. `weak`: an everyday word or
 * two letters, the name when capitalised or beside another part. `particle`: only between parts.
 */
export type PartWeight = 'strong' | 'weak' | 'particle';

export interface NamePart {
  readonly compact: string;
  readonly weight: PartWeight;
}

export interface PersonName {
  readonly parts: readonly NamePart[];
  /** First letters, in the order written. */
  readonly initials: string;
}

/** Stand before or after a name and are none of it. */
export const TITLES: ReadonlySet<string> = new Set(
  (
    'mr mrs ms miss mx dr doctor prof professor sir madam rev reverend sister nurse capt captain sgt lt col ' +
    'md do rn np pa phd dds dmd dpm dnp pharmd esq jr sr ii iii iv sra srta senor senora herr frau'
  ).split(' '),
);

const PARTICLES: ReadonlySet<string> = new Set(
  'de la le van der den von zu del della di da dos das du bin ibn bint al el ben ter ten and of the y e st'.split(
    ' ',
  ),
);
const MONTHS: ReadonlySet<string> = new Set(
  'january february march april may june july august september october november december'.split(' '),
);
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u;

/** Parts that are joined with each other: more than a person is called by, and few enough for every pair. */
const JOINED = 12;

/** How a whole name may be written: its parts alone, hyphenated parts apart, and run together as user names are; of a name that goes on and on, the first parts alone are run together. */
export function readName(name: string, isJoined = true): PersonName {
  const tokens = tokensOf(name);
  const parts = new Map<string, NamePart>();
  const add = (compact: string): void => {
    if (weighable(compact)) parts.set(compact, { compact, weight: weigh(compact) });
  };
  for (const spelling of spellings(name)) {
    for (const token of tokensOf(spelling)) {
      add(compactOf(token));
      add(token.replaceAll(/[^\p{L}]+/gu, ''));
      for (const piece of token.split(/[^\p{L}\p{N}]+/u))
        if (piece.length >= 4 || token.includes('-')) add(piece);
    }
  }
  const joined = !isJoined
    ? []
    : runTogether(
        [
          ...new Set(
            tokens.slice(0, JOINED).flatMap((token) => [compactOf(token), ...token.split(/[^\p{L}\p{N}]+/u)]),
          ),
        ].slice(0, JOINED),
      );
  for (const compact of joined) if (!parts.has(compact)) parts.set(compact, { compact, weight: 'strong' });
  return { parts: [...parts.values()], initials: tokens.map((token) => token.charAt(0)).join('') };
}

function tokensOf(name: string): readonly string[] {
  return foldText(name)
    .lower.split(/[\s,;()"]+/)
    .map((token) => /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su.exec(token)?.[0] ?? '')
    .filter((token) => token !== '' && !TITLES.has(token.replaceAll('.', '')));
}

/** As given, and with the letters that some write for an umlaut. */
function spellings(name: string): readonly string[] {
  const spelled = name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[äæ]/g, 'ae')
    .replaceAll(/[öøœ]/g, 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('å', 'aa');
  return [name, spelled];
}

function runTogether(tokens: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const [one, first] of tokens.entries()) {
    for (const [other, second] of tokens.entries()) {
      if (one === other) continue;
      if (first.length + second.length >= (UNSPACED.test(first) ? 2 : 6)) joined.push(first + second);
      if (first.length >= 2 && second.length >= 5) joined.push(first.charAt(0) + second);
    }
  }
  return joined;
}

function weighable(compact: string): boolean {
  return compact.length >= 2 && /\p{L}/u.test(compact);
}

function weigh(compact: string): PartWeight {
  if (PARTICLES.has(compact)) return 'particle';
  if (UNSPACED.test(compact)) return 'strong';
  const everyday = COMMONEST_WORDS.has(compact) || MONTHS.has(compact) || classOf(compact) === 'word';
  return compact.length === 2 || everyday ? 'weak' : 'strong';
}
