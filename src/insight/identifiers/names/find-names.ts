import type { FoldedText } from '../fold-text.ts';
import type { Found } from '../found.ts';
import { capitalRuns, type RunToken } from './capital-runs.ts';
import { CALLED_AFTER, EPONYMS } from './eponyms.ts';
import { looksClinical } from './looks-clinical.ts';
import { NOT_PERSONS } from './not-persons.ts';
import { classOf, isEveryday } from './person-names.ts';

const TITLE =
  /(?<!\p{L})(?:(?:mrs?|ms|drs?|prof|rev|sr|sra|srta)\.?|miss|mister|doctor|professor|sir|madam|nurse|herr|frau) $/u;
/** Nothing but a name follows. */
const NAMED =
  /(?<!\p{L})(?:names?(?: is|:|,)|i am|i'm|signed(?: by)?|dear|regards,?|sincerely,?|attn:?)[\s"]{1,3}$/u;
/** A name follows, or what a thing is called. */
const CALLED = /(?<!\p{L})(?:named|called|known as|aka)[\s"]{1,3}$/u;
const LABEL =
  /(?<!\p{L})(?:\p{L}{2,9}[- ]?name\??|name|patient|pt|physician|provider|surgeon|attending|user|under|speak to|talk to|by|says?|said)[:?]?\s{1,3}$/u;
const FAR = 28;

/** Names of persons that nobody told us: by titles, by what is said of a name, and by the dictionary. */
export function findNames(folded: FoldedText): readonly Found[] {
  return capitalRuns(folded).flatMap(({ tokens }) => {
    const [first] = tokens;
    if (first === undefined) return [];
    const before = folded.lower.slice(Math.max(0, first.start - FAR), first.start);
    const announced = announcedBy(before, tokens);
    return spanOf(announced.length > 0 ? announced : standing(tokens, folded));
  });
}

function spanOf(tokens: readonly RunToken[]): readonly Found[] {
  const start = tokens[0]?.start;
  const end = tokens.at(-1)?.end;
  return start === undefined || end === undefined ? [] : [{ start, end, kind: 'NAME' }];
}

/** After a title anything is a name but a sentence's first word and a lone initial. */
function titled(tokens: readonly RunToken[]): readonly RunToken[] {
  const upTo = tokens
    .slice(0, 4)
    .findIndex((token, at) => at > 0 && classOf(token.lower) === 'word' && !token.initial);
  const named = tokens.slice(0, upTo === -1 ? 4 : upTo);
  const [first] = named;
  if (first === undefined || (named.length === 1 && first.initial) || isFunctional(first)) return [];
  return named;
}

function announcedBy(before: string, tokens: readonly RunToken[]): readonly RunToken[] {
  if (TITLE.test(before)) return titled(tokens);
  const strongly = NAMED.test(before);
  if (!strongly && !CALLED.test(before)) return [];
  const upTo = tokens.slice(0, 4).findIndex((token) => !mayBeNamed(token));
  const named = tokens.slice(0, upTo === -1 ? 4 : upTo);
  const [first] = named;
  if (first === undefined || named.every((token) => token.initial)) return [];
  if (!strongly) return named.every((token) => looksClinical(token.lower)) ? [] : named;
  return tokens.length === 2 ? tokens : named;
}

function mayBeNamed(token: RunToken): boolean {
  if (token.initial || token.particle) return true;
  return classOf(token.lower) !== 'word' && !isFunctional(token) && !isEveryday(token.lower);
}

/** What the dictionary takes for a name, with nothing to announce it. */
function standing(run: readonly RunToken[], folded: FoldedText): readonly RunToken[] {
  const tokens = trimmed(run);
  const [one] = tokens;
  if (one === undefined || isCalledAfter(tokens, folded)) return [];
  const labelled = LABEL.test(folded.lower.slice(Math.max(0, one.start - FAR), one.start));
  return isName(tokens, labelled) ? tokens : [];
}

/** Up to the first word that is no name, without such words and initials in front of it. */
function trimmed(tokens: readonly RunToken[]): readonly RunToken[] {
  const may = (token: RunToken | undefined): boolean =>
    token !== undefined &&
    !token.initial &&
    !token.particle &&
    !isFunctional(token) &&
    classOf(token.lower) !== 'word';
  const first = tokens.findIndex(
    (token, at) => may(token) || (token.initial && token.dotted && may(tokens[at + 1])),
  );
  if (first === -1) return [];
  const kept = tokens.slice(first);
  const broken = kept.findIndex((token) => !token.initial && !token.particle && !may(token));
  const whole = broken === -1 ? kept : kept.slice(0, broken);
  const last = whole.findLastIndex((token) => may(token) || (token.initial && token.dotted));
  return whole.slice(0, last + 1);
}

function isFunctional(token: RunToken): boolean {
  return NOT_PERSONS.has(token.lower) || CONTRACTED.test(token.pieces.join("'"));
}
const CONTRACTED = /'(?:m|ve|ll|re|d|t)$/;

function isCalledAfter(tokens: readonly RunToken[], { lower }: FoldedText): boolean {
  const end = tokens.at(-1)?.end ?? 0;
  const next = /^(?:'s?)?[ -](\p{L}+)/u.exec(lower.slice(end, end + 24))?.[1] ?? '';
  if (CALLED_AFTER.has(next)) return true;
  return tokens.every(
    (token) => token.initial || token.particle || token.pieces.some((piece) => EPONYMS.has(piece)),
  );
}

function isName(tokens: readonly RunToken[], labelled: boolean): boolean {
  const words = tokens.filter((token) => !token.initial && !token.particle);
  const initial = words.length < tokens.length && tokens.some((token) => token.initial && token.dotted);
  const classes = words.map(({ lower }) => classOf(lower));
  const names = words.filter(({ lower }, at) => classes[at] === 'name' && lower.length >= 3).length;
  const both = words.filter(({ lower }, at) => classes[at] === 'both' && !isEveryday(lower)).length;
  const foreign = words.filter(
    (word, at) =>
      classes[at] === 'unknown' && !looksClinical(word.lower) && word.proper && word.lower.length >= 3,
  ).length;
  const shouted = words.every((token) => token.shouted);
  if (words.length === 1) {
    if (initial) return names + both === 1 && !shouted;
    return (
      !shouted &&
      (words[0]?.lower.length ?? 0) >= 4 &&
      (names === 1 || (foreign === 1 && (labelled || words[0]?.accented === true)))
    );
  }
  if (shouted) return names >= 2;
  if (names >= 1 || both >= 2 || (both === 1 && (initial || labelled))) return true;
  return foreign >= 2 && foreign === words.length;
}
