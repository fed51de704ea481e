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

/** Every cue of a text with its reach, in order. Linear in the words. */
export function findCues(words: readonly Word[], from = 0, to = words.length): readonly FoundCue[] {
  const found: FoundCue[] = [];
  let open: FoundCue[] = [];
  for (let start = from; start < to; ) {
    const end = clauseEnd(words, start, to);
    const title = headingEnd(words, start, end, to);
    if (title > start) {
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

/** After a full stop or a blank line, before a turn such as `but`, and after a heading on a line of its own. */
function clauseEnd(words: readonly Word[], start: number, to: number): number {
  let at = start + 1;
  while (at < to) {
    const word = words[at];
    if (word === undefined || word.gap === 3 || TURNS.has(word.key)) break;
    if (word.startsLine && isColonBefore(words, start, at)) break;
    at += 1;
  }
  return at;
}

function isColonBefore(words: readonly Word[], start: number, at: number): boolean {
  return at - start <= HEADING && words[at]?.afterColon === true;
}

/** After a few words at the beginning of a clause that end in a colon, or stand alone on their line; else `start`. */
function headingEnd(words: readonly Word[], start: number, end: number, to: number): number {
  if (words[start]?.gap !== 3 && words[start]?.startsLine !== true) return start;
  for (let at = start + 1; at <= Math.min(start + HEADING, end); at += 1) {
    if (at < to && words[at]?.afterColon === true) return at;
  }
  const isAlone = end - start <= HEADING && end < to && words[start]?.startsLine && words[end]?.startsLine;
  return isAlone === true ? end : start;
}
