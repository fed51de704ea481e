import type { Mask, Place } from '../access/access-model.ts';
import type { ChangeKind } from './access-change.ts';
import { compareEffects } from './diff-effect.ts';
import { answerTo, type Reach } from './diff-reach.ts';
import { labelSets, TIES, type TieWitness } from './diff-witnesses.ts';

/** A change of one cell, for one way to be tied. */
export interface CellChange {
  readonly kind: ChangeKind;
  /** Path of a part of the value; '' for all of it. */
  readonly part: string;
  readonly tie: string;
  readonly from: string;
  readonly to: string;
  readonly opens: readonly string[];
  readonly closes: readonly string[];
  readonly old: Place | null;
  readonly new: Place | null;
}

type Answer = { readonly mask: Mask; readonly place: Place | null } | null;

/** What there was, or is, where nothing of the kind was declared. */
export interface Absence {
  /** The coordinate, role or purpose is not declared on that side. */
  readonly old: boolean;
  readonly now: boolean;
}

/**
 * Every way in which one role gets more, less or something else of a coordinate under one purpose. `null`: nothing is
 * there.
 */
export function compareCell(
  old: Reach | null,
  now: Reach | null,
  absent: Absence,
  labels: readonly string[],
): readonly CellChange[] {
  const known = new Map<string, readonly CellChange[]>();
  for (const tie of TIES) {
    const told = tie.within.flatMap((name) => known.get(name) ?? []);
    const changes = compareTied(old, now, absent, labels, tie);
    const more = tie.within.length === 0 ? changes : changes.filter((one) => !isTold(one, told));
    known.set(tie.shown, more);
  }
  return [...known.values()].flat();
}

/** Being tied twice tells nothing new where one of the ties tells of the same kind of change. */
function isTold(change: CellChange, told: readonly CellChange[]): boolean {
  return told.some(({ kind, part }) => kind === change.kind && part === change.part);
}

function compareTied(
  old: Reach | null,
  now: Reach | null,
  absent: Absence,
  labels: readonly string[],
  tie: TieWitness,
): readonly CellChange[] {
  const ask = (reach: Reach | null, of: readonly string[]) => answerTo(reach, { ...tie, labels: of });
  const [before, after] = [ask(old, []), ask(now, [])];
  // A label that the field itself bears closes it for every row, so the plain answers tell of it.
  if (before === null && after === null) return [];
  const changed = labels.map((label) => ({ label, was: ask(old, [label]), is: ask(now, [label]) }));
  const opens = changed.filter(({ was, is }) => was === null && is !== null).map(({ label }) => label);
  const closes = changed.filter(({ was, is }) => was !== null && is === null).map(({ label }) => label);
  const base = { part: '', tie: tie.shown, from: wordOf(before, absent.old), to: wordOf(after, absent.now) };
  const places = { old: before?.place ?? null, new: after?.place ?? null };
  const none = { opens: [], closes: [] };
  const plain = { ...base, ...places, ...none };
  if (before === null) return [{ ...plain, kind: absent.old ? newKind(now) : 'WIDENED', opens }];
  if (after === null) return [{ ...plain, kind: absent.now ? 'REMOVED' : 'NARROWED', closes }];

  const effect = (was: NonNullable<Answer>, is: NonNullable<Answer>) =>
    compareEffects({ parts: partsIn(old), mask: was.mask }, { parts: partsIn(now), mask: is.mask });
  const { weaker, stronger, added, gone } = effect(before, after);
  const kinds: CellChange[] = [];
  if (weaker) kinds.push({ ...plain, kind: 'MASK_WEAKENED' });
  else if (stronger) kinds.push({ ...plain, kind: 'MASK_STRENGTHENED' });
  for (const part of added) kinds.push({ ...plain, kind: 'NEW', part, from: 'ABSENT' });
  for (const part of gone) kinds.push({ ...plain, kind: 'REMOVED', part, to: 'ABSENT' });

  const shows = (was: Answer, is: Answer) => was !== null && is !== null && effect(was, is).weaker;
  const together = opens.length > 0 ? [] : jointly(old, now, ask, weaker ? () => false : shows);
  if (opens.length + together.length > 0)
    kinds.push({ ...plain, kind: 'WIDENED', opens: [...opens, ...together] });
  const apart = closes.length > 0 ? [] : jointly(now, old, ask, () => false);
  if (closes.length + apart.length > 0)
    kinds.push({ ...plain, kind: 'NARROWED', closes: [...closes, ...apart] });
  const shown = changed.filter(({ was, is }) => shows(was, is));
  if (!weaker && shown.length > 0) {
    kinds.push({ ...plain, kind: 'MASK_WEAKENED', opens: shown.map(({ label }) => label) });
  }
  return kinds;
}

/** Sets of labels that `now` opens at once and `old` does not, though it opens each; or shows more of at once. */
function jointly(
  old: Reach | null,
  now: Reach | null,
  ask: (reach: Reach | null, labels: readonly string[]) => Answer,
  shows: (was: Answer, is: Answer) => boolean,
): readonly string[] {
  return labelSets(now?.left ?? [])
    .filter((set) => {
      const [was, is] = [ask(old, set), ask(now, set)];
      return (was === null && is !== null) || shows(was, is);
    })
    .map((set) => set.join('+'));
}

/** An argument newly allowed to search is a new way to what was there. */
function newKind(now: Reach | null): ChangeKind {
  return now?.filter === true ? 'WIDENED' : 'NEW';
}

function partsIn(reach: Reach | null) {
  return reach?.parts ?? new Map();
}

function wordOf(answer: Answer, absent: boolean): string {
  if (answer === null) return absent ? 'ABSENT' : 'DENIED';
  return answer.mask === 'NONE' ? 'WHOLE' : answer.mask;
}
