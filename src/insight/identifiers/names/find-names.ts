import type { FoldedText } from '../fold-text.ts';
import type { Found } from '../found.ts';
import { type CapitalRun, capitalRuns, type RunToken } from './capital-runs.ts';
import { CALLED_AFTER, EPONYMS } from './eponyms.ts';
import { classOf, isEveryday } from './person-names.ts';

const TITLE =
  /(?<![\p{L}])(?:mrs?|ms|miss|drs?|doctor|prof(?:essor)?|sir|madam|rev|nurse|sr(?:a|ta)?|herr|frau)\.? $/u;
const NAMED =
  /(?<!\p{L})(?:names?(?: is|:|,)?|named|called|known as|aka|i am|i'm|signed(?: by)?|dear|regards,?|sincerely,?|attn:?|patient:|pt:|physician:|provider:|surgeon:|attending:|nurse:|under|talk(?:ing)? to|speak(?:ing)? (?:to|with)|user:)[\s:"]{0,3}$/u;
const PERSONAL =
  /(?<!\p{L})(?:patients? (?:like|named)|(?:male|female|man|woman|boy|girl|patient|pt|m|f),|by|like|to|with|and|for|of|from|hi,?|hello,?|is|this is|ask|tell|told|saw|met|case of)[\s:,"(]{0,3}$/u;

/** Names of persons that nobody told us: by titles, by what is said of a name, and by the dictionary. */
export function findNames(folded: FoldedText): readonly Found[] {
  return capitalRuns(folded).flatMap((run) => namesIn(run, folded));
}

function namesIn(run: CapitalRun, folded: FoldedText): readonly Found[] {
  const first = run.tokens[0];
  if (first === undefined) return [];
  const before = folded.lower.slice(Math.max(0, first.start - 28), first.start);
  if (TITLE.test(before)) return spanOf(run.tokens.slice(0, 4), true);
  if (NAMED.test(before)) {
    const named = run.tokens.slice(0, 4);
    while (named.length > 0 && !mayBeNamed(named.at(-1))) named.pop();
    if (named.length > 0 && mayBeNamed(named[0])) return spanOf(named, true);
  }
  const tokens = trimmed(run.tokens);
  const [one] = tokens;
  if (one === undefined || isCalledAfter(tokens, folded)) return [];
  return isName(tokens, PERSONAL.test(folded.lower.slice(Math.max(0, one.start - 28), one.start)))
    ? spanOf(tokens, false)
    : [];
}

function spanOf(tokens: readonly RunToken[], titled: boolean): readonly Found[] {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return [];
  if (titled && tokens.length === 1 && first.initial) return [];
  return [{ start: first.start, end: last.end, kind: 'NAME' }];
}

function mayBeNamed(token: RunToken | undefined): boolean {
  return (
    token !== undefined && (token.initial || classOf(token.lower) !== 'word') && !isEveryday(token.lower)
  );
}

/** Without words that are no names, and initials, at the beginning, and without such words at the end. */
function trimmed(tokens: readonly RunToken[]): readonly RunToken[] {
  const mayBe = (token: RunToken): boolean => !token.initial && classOf(token.lower) !== 'word';
  const first = tokens.findIndex(
    (token, at) => mayBe(token) || (token.initial && tokens.slice(at + 1, at + 3).some(mayBe)),
  );
  if (first === -1) return [];
  const last = tokens.findLastIndex((token) => token.initial || mayBe(token));
  const kept = tokens.slice(first, last + 1);
  const broken = kept.findIndex(
    (token) => !token.initial && !token.particle && classOf(token.lower) === 'word',
  );
  return broken === -1 ? kept : kept.slice(0, broken);
}

function isCalledAfter(tokens: readonly RunToken[], { lower }: FoldedText): boolean {
  const end = tokens.at(-1)?.end ?? 0;
  const next = /^(?:'s?)?[ -](\p{L}+)/u.exec(lower.slice(end, end + 24))?.[1] ?? '';
  if (CALLED_AFTER.has(next)) return true;
  return tokens.every(
    (token) => token.initial || token.particle || token.pieces.some((piece) => EPONYMS.has(piece)),
  );
}

function isName(tokens: readonly RunToken[], personal: boolean): boolean {
  const words = tokens.filter((token) => !token.initial && !token.particle);
  const classes = words.map((token) => classOf(token.lower));
  const names = classes.filter((one) => one === 'name').length;
  const both = words.filter((token, at) => classes[at] === 'both' && !isEveryday(token.lower)).length;
  const shouted = words.every((token) => token.shouted);
  const initial = tokens.some((token) => token.initial);
  if (words.length === 1) {
    if (initial) return names + both === 1;
    return names === 1 && !shouted && (words[0]?.lower.length ?? 0) >= 4;
  }
  if (shouted) return names >= 2;
  if (names >= 1 || both >= 2 || (both === 1 && initial)) return true;
  return personal && both === 1;
}
