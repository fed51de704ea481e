import type { Grant } from '../access/access-model.ts';
import { type AccessChange, ALL, failsBy, wholeChange } from './access-change.ts';
import type { Absence, CellChange } from './diff-cell.ts';
import { compareCell } from './diff-cell.ts';
import type { Asker, Reach } from './diff-reach.ts';
import { reachOf } from './diff-reach.ts';
import { type DiffRow, diffRows, type RowContext, rowContexts } from './diff-rows.ts';

/** Both sides under one policy: as declared, or as one tenant narrows it. */
export interface ComparedPolicies {
  readonly tenant: string | null;
  readonly old: Asker;
  readonly now: Asker;
  /** Coordinates that went on, or came from, as no PHI: what became of them is told once, for everybody. */
  readonly apart: ReadonlySet<string>;
  /** The same rules narrow on both sides, so equal grants are equal answers. */
  readonly alike: boolean;
}

/**
 * Every change of decided access, one a coordinate × category × role, with its purposes and relationships.
 */
export function comparePolicies(compared: ComparedPolicies): readonly AccessChange[] {
  const [before, after] = [diffRows(compared.old.model), diffRows(compared.now.model)];
  const memo = newMemo();
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((coordinate) => !compared.apart.has(coordinate))
    .flatMap((coordinate) => {
      const [old, now] = [before.get(coordinate), after.get(coordinate)];
      const changes = compareRow(compared, old, now, memo);
      return changes.length > 0 || compared.tenant !== null ? changes : ofNobody(old, now);
    });
}

/** A coordinate that came or went without anybody's having it. */
function ofNobody(old: DiffRow | undefined, now: DiffRow | undefined): readonly AccessChange[] {
  if ((old === undefined) === (now === undefined)) return [];
  const { coordinate = '', category = null } = now ?? old ?? {};
  const [kind, from, to] =
    old === undefined ? (['NEW', 'ABSENT', 'DENIED'] as const) : (['REMOVED', 'DENIED', 'ABSENT'] as const);
  const places = { old: old?.place ?? null, new: now?.place ?? null };
  return [wholeChange({ kind, coordinate, category: category ?? ALL, from, to, ...places, fails: false })];
}

function compareRow(
  compared: ComparedPolicies,
  old: DiffRow | undefined,
  now: DiffRow | undefined,
  memo: Memo,
): readonly AccessChange[] {
  const { old: before, now: after } = compared;
  const roles = [...new Set([...before.policy.roles, ...after.policy.roles])];
  return rowContexts(old, now).flatMap((context) => {
    if (compared.alike && isSame(old, now, context)) return [];
    return roles.flatMap((role) => compareRole(compared, { old, now, context, role, memo }));
  });
}

interface Asked {
  readonly old: DiffRow | undefined;
  readonly now: DiffRow | undefined;
  readonly context: RowContext;
  readonly role: string;
  readonly memo: Memo;
}

function compareRole(compared: ComparedPolicies, asked: Asked): readonly AccessChange[] {
  const { old: before, now: after, tenant } = compared;
  const { old, now, context, role } = asked;
  const [was, is] = [before.model.purposeAncestors, after.model.purposeAncestors];
  const found = new Map<
    string,
    { change: CellChange; revealed: boolean; purposes: string[]; ties: string[] }
  >();
  for (const purpose of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const absent: Absence = {
      old: old === undefined || !before.policy.roles.includes(role) || was[purpose] === undefined,
      now: now === undefined || !after.policy.roles.includes(role) || is[purpose] === undefined,
    };
    const plain = compareAt(compared, asked, purpose, absent, false);
    const shown = new Set(plain.map(({ kind, part, tie }) => `${kind} ${part} ${tie}`));
    const revealed = compareAt(compared, asked, purpose, absent, true).filter(
      ({ kind, part, tie }) => !shown.has(`${kind} ${part} ${tie}`),
    );
    for (const [changes, isRevealed] of [
      [plain, false],
      [revealed, true],
    ] as const) {
      for (const change of changes) {
        const { tie, ...rest } = change;
        const key = JSON.stringify([rest, isRevealed]);
        const known = found.get(key) ?? { change, revealed: isRevealed, purposes: [], ties: [] };
        found.set(key, known);
        if (!known.purposes.includes(purpose)) known.purposes.push(purpose);
        if (!known.ties.includes(tie)) known.ties.push(tie);
      }
    }
  }
  const coordinate = (now ?? old)?.coordinate ?? '';
  return [...found.values()].map(({ change, revealed, purposes, ties }) =>
    Object.freeze({
      kind: change.kind,
      tenant,
      coordinate: `${coordinate}${change.part}`,
      category: context.shown,
      role,
      purposes: purposes.toSorted(),
      relationships: ties.toSorted(),
      from: change.from,
      to: change.to,
      opens: change.opens,
      closes: change.closes,
      revealed,
      fails: failsBy(change.kind),
      old: change.old,
      new: change.new,
    }),
  );
}

function compareAt(
  { old: before, now: after }: ComparedPolicies,
  { old, now, context, role, memo }: Asked,
  purpose: string,
  absent: Absence,
  revealed: boolean,
): readonly CellChange[] {
  const reach = (asker: Asker, row: DiffRow | undefined, category: string | null): Reach | null =>
    row === undefined || category === null ? null : reachOf(asker, row, category, role, purpose, revealed);
  const [was, is] = [reach(before, old, context.old), reach(after, now, context.now)];
  if ((was?.left.length ?? 0) === 0 && (is?.left.length ?? 0) === 0) return [];
  const [saidBefore, saidNow] = [memo.said(was, false), memo.said(is, false)];
  if (saidBefore === saidNow && absent.old === absent.now) return [];
  const key = `${memo.said(was, true)} ${memo.said(is, true)} ${absent.old} ${absent.now}`;
  const known = memo.cells.get(key);
  if (known !== undefined) return known;
  const labels = [...new Set([...before.model.sensitivities, ...after.model.sensitivities])];
  const found = compareCell(was, is, absent, labels);
  memo.cells.set(key, found);
  return found;
}

interface Memo {
  readonly cells: Map<string, readonly CellChange[]>;
  /** All that an answer depends on; with `places` also where it is told from. */
  said(reach: Reach | null, places: boolean): string;
}

function newMemo(): Memo {
  const grants = new WeakMap<Grant, { readonly said: string; readonly at: string }>();
  const parts = new WeakMap<Reach['parts'], string>();
  const ofGrant = (grant: Grant) => {
    const known = grants.get(grant);
    if (known !== undefined) return known;
    const { id, place, mask, relationships, sensitivity, breakGlass } = grant;
    const said = JSON.stringify([mask, relationships, sensitivity, breakGlass]);
    const made = { said, at: JSON.stringify([id, place]) };
    grants.set(grant, made);
    return made;
  };
  const ofParts = (all: Reach['parts']) => {
    const known = parts.get(all) ?? JSON.stringify([...all]);
    parts.set(all, known);
    return known;
  };
  return {
    cells: new Map(),
    said: (reach, places) => {
      if (reach === null) return '';
      const left = reach.left.map(ofGrant).map(({ said, at }) => (places ? `${said}${at}` : said));
      return `${left.join()} ${reach.sensitivity.join()} ${ofParts(reach.parts)} ${reach.filter}`;
    },
  };
}

/** What every decision about a row of the context is taken from; places do not decide. */
function isSame(
  old: DiffRow | undefined,
  now: DiffRow | undefined,
  { old: was, now: is }: RowContext,
): boolean {
  if (old === undefined || now === undefined || was === null || was !== is) return false;
  const told = ({ sensitivity, parts, reads, grants }: DiffRow) =>
    JSON.stringify([
      sensitivity,
      [...parts],
      reads,
      (grants[was] ?? []).map(({ place: _, ...grant }) => grant),
    ]);
  return told(old) === told(now);
}
