import { isContent } from './content-words.ts';
import { CUES, type CueKind, TURNS } from './cues.ts';
import type { Word } from './read-words.ts';

/** A cue where it stands, and the words it reaches. Indexes of words, ends exclusive. */
export interface FoundCue {
  readonly kind: CueKind;
  readonly from: number;
  readonly to: number;
  /** The cue itself stands within its reach. */
  readonly reachFrom: number;
  readonly reachTo: number;
  /** Stands in a heading and reaches all lines below it, up to the next heading. */
  readonly heading: boolean;
}

/** Words of a heading at most. */
const HEADING = 6;
/** Headings that change what is said below them. A plan says in its own sentences what is planned. */
const HEADING_KINDS: ReadonlySet<CueKind> = new Set([
  'negated',
  'uncertain',
  'other person',
  'past',
  'adverse',
]);

/** Names under which notes are cut up. */
const SECTIONS: ReadonlySet<string> = new Set(
  `plan|assessment|assessment and plan|impression|medications|current medications|allergies|social history|family
  history|past medical history|medical history|surgical history|past surgical history|history of present illness|hpi|
  pmh|physical exam|physical examination|examination|exam|vitals|vital signs|labs|laboratory|laboratory studies|
  laboratory results|review of systems|ros|chief complaint|subjective|objective|diagnosis|diagnoses|procedures|
  immunizations|results|findings|imaging|recommendations|follow up|hospital course|disposition`
    .split('|')
    .map((name) => name.trim().replace(/\s+/g, ' ')),
);

/** Every cue of a text with its reach, in order. Linear in the words. */
export function findCues(words: readonly Word[], from = 0, to = words.length): readonly FoundCue[] {
  const found: FoundCue[] = [];
  let open: FoundCue[] = [];
  for (let start = from; start < to; ) {
    const end = clauseEnd(words, start, to);
    const title = headingEnd(words, start, end, to);
    if (title > start && opensSection(words, start, title)) {
      found.push(...open.map((cue) => ({ ...cue, reachTo: start })));
      open = [];
    }
    for (const cue of cuesOf(words, start, end)) {
      const isTitled = cue.from < title;
      if (isTitled && !HEADING_KINDS.has(cue.kind)) continue;
      if (isTitled) open.push({ ...cue, heading: true });
      found.push(cue);
    }
    start = end;
  }
  found.push(...open.map((cue) => ({ ...cue, reachTo: to })));
  return found;
}

function cuesOf(words: readonly Word[], start: number, end: number): readonly FoundCue[] {
  const found: FoundCue[] = [];
  for (let at = start; at < end; ) {
    const cue = CUES.get(words[at]?.key ?? '')?.find(
      (one) =>
        at + one.words.length <= end && one.words.every((word, index) => words[at + index]?.key === word),
    );
    const to = at + (cue?.words.length ?? 1);
    if (cue !== undefined && cue.kind !== 'none') {
      const reachFrom = cue.reach === 'around' ? start : at;
      found.push({ kind: cue.kind, from: at, to, reachFrom, reachTo: end, heading: false });
    }
    at = to;
  }
  return found;
}

/** After a full stop, a blank line or a finished line, before a turn such as `but`, after a heading of its own line. */
function clauseEnd(words: readonly Word[], start: number, to: number): number {
  let at = start + 1;
  while (at < to) {
    const word = words[at];
    if (word === undefined || word.gap === 3 || TURNS.has(word.key)) break;
    if (word.startsLine && (isColonBefore(words, start, at) || isSection(words, start, at))) break;
    if (word.startsLine && isFinished(words[at - 1], word)) break;
    at += 1;
  }
  return at;
}

/** A line that goes on ends in a cue, a small word or a comma, or its next begins in lower case. */
function isFinished(last: Word | undefined, next: Word): boolean {
  if (last === undefined || next.afterComma || next.afterColon || /^\p{Ll}/u.test(next.raw)) return false;
  const goesOn = CUES.get(last.key)?.some(({ words, reach }) => words.length === 1 && reach === 'forward');
  return isContent(last) && goesOn !== true;
}

function isColonBefore(words: readonly Word[], start: number, at: number): boolean {
  return at - start <= HEADING && words[at]?.afterColon === true;
}

/** After a few words at the beginning of a clause that end in a colon, or stand alone on their line; else `start`. */
function headingEnd(words: readonly Word[], start: number, end: number, to: number): number {
  const first = words[start];
  if (first?.gap !== 3 && first?.startsLine !== true) return start;
  for (let at = start + 1; at <= Math.min(start + HEADING, end); at += 1) {
    if (at < to && words[at]?.afterColon === true) return at;
  }
  const isAlone = end - start <= HEADING && end < to && words[end]?.startsLine === true;
  return isAlone && first.startsLine && first.gap === 3 ? end : start;
}

/** Ends what the headings before it say: a section of its own, by its name or by a line that ends in a colon. */
function opensSection(words: readonly Word[], start: number, title: number): boolean {
  if (words[title]?.afterColon === true && words[title].startsLine) return true;
  return isSection(words, start, title);
}

function isSection(words: readonly Word[], from: number, to: number): boolean {
  if (to - from > HEADING) return false;
  const name = words.slice(from, to).map(({ key }) => key);
  return SECTIONS.has(name.join(' '));
}
