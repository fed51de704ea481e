import type { FoldedText } from '../fold-text.ts';
import type { Found } from '../found.ts';
import type { Word } from '../words.ts';
import { indexValues, matchValues, type ValueIndex, type ValueMatch } from './match-values.ts';
import { type NamePart, type PartWeight, type PersonName, readName, TITLES } from './name-parts.ts';

/** A part of names, and whose. */
interface KnownPart {
  readonly weight: PartWeight;
  readonly persons: ReadonlySet<number>;
}

export interface NameIndex {
  readonly persons: readonly PersonName[];
  readonly parts: ValueIndex<KnownPart>;
}

type PartMatch = ValueMatch<KnownPart>;

const GAP = /^[\s\-.'_,]*$/;
/** Between two parts of one name, an initial among them: `Vega, Ana M.`; `J. R. Smith`. */
const BETWEEN = /^[\s\-.'_,()"]{0,4}(?:[a-z]\.?[\s\-.'_,]{1,2}){0,2}$/;
const CREDENTIALS: ReadonlySet<string> = new Set('md do rn np pa pt ot ra ms'.split(' '));

/** Names looked for run together, too: the patient's own and those of the people nearest come first. */
const RUN_TOGETHER = 200;

export function indexNames(names: readonly string[]): NameIndex {
  const persons = names.map((name, at) => readName(name, at < RUN_TOGETHER));
  const parts = new Map<string, { weight: PartWeight; persons: Set<number> }>();
  for (const [person, name] of persons.entries()) {
    for (const part of name.parts.flatMap(withPlural)) {
      const known = parts.get(part.compact);
      if (known === undefined) parts.set(part.compact, { weight: part.weight, persons: new Set([person]) });
      else known.persons.add(person);
    }
  }
  return { persons, parts: indexValues(parts) };
}

/** Parts of known names, alone or together, in any order, with initials between and around. */
export function findKnownNames(
  folded: FoldedText,
  words: readonly Word[],
  index: NameIndex,
): readonly Found[] {
  const found: Found[] = [];
  let group: PartMatch[] = [];
  const close = (): void => {
    const span = nameOf(group, folded);
    if (span !== null) found.push(withInitials(span, group, folded, index));
    group = [];
  };
  for (const match of matchValues(folded, words, index.parts, GAP)) {
    const last = group.at(-1);
    if (last !== undefined && match.start < last.end) continue;
    if (last !== undefined && !belongs(last, match, folded)) close();
    group.push(match);
  }
  close();
  return [...found, ...dottedInitials(folded, index)];
}

/** `the Vegas`, `Vega's`: with the letter that follows an apostrophe, or none. */
function withPlural(part: NamePart): readonly NamePart[] {
  return part.weight === 'particle' || part.compact.length < 3
    ? [part]
    : [part, { ...part, compact: `${part.compact}s` }];
}

function belongs(last: PartMatch, next: PartMatch, folded: FoldedText): boolean {
  if (next.start - last.end > 12 || !BETWEEN.test(folded.lower.slice(last.end, next.start))) return false;
  return [...next.value.persons].some((person) => last.value.persons.has(person));
}

function nameOf(group: readonly PartMatch[], folded: FoldedText): { start: number; end: number } | null {
  const first = group.findIndex(isPart);
  const last = group.findLastIndex(isPart);
  const start = group[first]?.start;
  const end = withoutPossessive(group[last]?.end, folded);
  if (start === undefined || end === undefined) return null;
  const parts = group.filter(isPart);
  const told = parts.some(
    (part) => part.value.weight === 'strong' || isCapitalised(part, folded) || isTitled(part, folded),
  );
  const several = new Set(parts.map((part) => folded.lower.slice(part.start, part.end))).size > 1;
  return told || several ? { start, end } : null;
}

/** `Vega's` is Vega. */
function withoutPossessive(end: number | undefined, { lower }: FoldedText): number | undefined {
  return end !== undefined && lower.slice(end - 2, end) === "'s" ? end - 2 : end;
}

function isPart(match: PartMatch): boolean {
  return match.value.weight !== 'particle';
}

/** A month of that name beside a number is the month. */
function isCapitalised({ start, end }: PartMatch, folded: FoldedText): boolean {
  const letter = folded.text.charAt(start);
  if (letter === folded.lower.charAt(start)) return false;
  return (
    !MONTH.test(folded.lower.slice(start, end)) || !BESIDE_NUMBER.test(folded.text.slice(start - 4, end + 4))
  );
}
const MONTH = /^(?:april|may|june|july|august|march)$/;
const BESIDE_NUMBER = /\d(?:st|nd|rd|th)?[\s-]*[a-z]+|[a-z][\s-]*\d/i;

function isTitled({ start }: PartMatch, folded: FoldedText): boolean {
  const before = /([a-z]{2,9})\.?\s$/.exec(folded.lower.slice(Math.max(0, start - 12), start));
  return TITLES.has(before?.[1] ?? '');
}

/** Widened over initials beside it: `J. Vega`, `Vega, J.`, `Ana V.` */
function withInitials(
  span: { start: number; end: number },
  group: readonly PartMatch[],
  folded: FoldedText,
  index: NameIndex,
): Found {
  const own = new Set(
    group.flatMap(({ value }) =>
      [...value.persons].flatMap((person) => [...(index.persons[person]?.initials ?? '')]),
    ),
  );
  const isInitial = (letter: string | undefined, dot: string | undefined): boolean =>
    letter !== undefined && letter !== letter.toLowerCase() && (dot === '.' || own.has(letter.toLowerCase()));
  let { start, end } = span;
  for (let more = 0; more < 3; more += 1) {
    const before = /(?<![\p{L}\p{N}])((\p{L})(\.?)[ -]?)$/u.exec(
      folded.text.slice(Math.max(0, start - 5), start),
    );
    if (before === null || !isInitial(before[2], before[3])) break;
    start -= (before[1] ?? '').length;
  }
  for (let more = 0; more < 3; more += 1) {
    const after = /^(,? ?(\p{L})(\.?))(?![\p{L}\p{N}])/u.exec(folded.text.slice(end, end + 6));
    if (after === null || !isInitial(after[2], after[3])) break;
    end += (after[1] ?? '').length;
  }
  return { start, end, kind: 'NAME' };
}

/** `A.M.V.` for Ana María Vega; never the letters of a profession. */
function dottedInitials(folded: FoldedText, { persons }: NameIndex): readonly Found[] {
  const known = new Set(
    persons.flatMap(({ initials }) => [initials, initials.charAt(0) + initials.charAt(initials.length - 1)]),
  );
  const found: Found[] = [];
  for (const match of folded.text.matchAll(/(?<![\p{L}\p{N}.])(?:[A-Z]\. ?){2,4}/gu)) {
    const letters = match[0].replaceAll(/[^A-Z]/g, '').toLowerCase();
    if (!known.has(letters) || CREDENTIALS.has(letters)) continue;
    const end = match.index + match[0].trimEnd().length;
    found.push({ start: match.index, end: end, kind: 'NAME' });
  }
  return found;
}
