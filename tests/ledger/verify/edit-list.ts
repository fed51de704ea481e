import type { Chooser } from '../../properties/chooser.ts';

/** What a person with a knife does to a list of pieces: entries of a log, frames of a file, lines of a dump. */
export const LIST_EDITS = Object.freeze([
  'flip',
  'swap',
  'drop',
  'duplicate',
  'insert',
  'shorten',
  'truncate',
  'replay',
] as const);
export type ListEdit = (typeof LIST_EDITS)[number];

export interface EditedList {
  readonly pieces: readonly Buffer[];
  /** The first piece that is another than before, or is gone. */
  readonly first: number;
}

/** @returns `null` where this edit would change nothing. */
export function editList(
  chooser: Chooser,
  edit: ListEdit,
  pieces: readonly Buffer[],
  forged: () => Buffer,
): EditedList | null {
  const at = chooser.number(pieces.length);
  const other = chooser.number(pieces.length);
  const edited = [...pieces];
  const here = pieces[at] ?? Buffer.alloc(0);
  const there = pieces[other] ?? Buffer.alloc(0);
  if (edit === 'flip') edited[at] = flipBit(chooser, here);
  if (edit === 'swap') [edited[at], edited[other]] = [there, here];
  if (edit === 'drop') edited.splice(at, 1);
  if (edit === 'duplicate') edited.splice(at, 0, here);
  if (edit === 'insert') edited.splice(at, 0, forged());
  if (edit === 'shorten') edited[at] = here.subarray(0, chooser.number(here.length));
  if (edit === 'truncate') edited.length = at;
  if (edit === 'replay') edited[at] = there;
  const first = firstDifference(pieces, edited);
  return first === null ? null : { pieces: edited, first };
}

export function flipBit(chooser: Chooser, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = chooser.number(copy.length);
  if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << chooser.number(8));
  return copy;
}

function firstDifference(before: readonly Buffer[], after: readonly Buffer[]): number | null {
  const longest = Math.max(before.length, after.length);
  for (let at = 0; at < longest; at += 1) {
    const [a, b] = [before[at], after[at]];
    if (a === undefined || b === undefined || !a.equals(b)) return at;
  }
  return null;
}
