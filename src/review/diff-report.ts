import type { ChangeKind } from './access-change.ts';
import { CHANGE_KINDS } from './access-change.ts';
import { applyWaivers } from './apply-waivers.ts';
import { diffAccess } from './diff-access.ts';
import type { DiffSide } from './diff-side.ts';
import { leavesTenantsOut } from './diff-tenants.ts';
import type { ReviewedDocument, Touched } from './diff-touched.ts';
import { touchedBy } from './diff-touched.ts';
import type { ChangeGroup } from './group-changes.ts';
import { groupChanges } from './group-changes.ts';
import type { Waiver, WaiverFinding } from './read-waivers.ts';

/** A change as it is told. */
export interface ReportedChange extends ChangeGroup, Touched {}

export interface DiffReport {
  readonly old: string;
  readonly new: string;
  /** Nothing needs a waiver that has none, every waiver is taken, and no tenants are left out. */
  readonly ok: boolean;
  /** Groups of each kind. */
  readonly counts: Readonly<Record<ChangeKind, number>>;
  /** Groups that need a waiver and have none. */
  readonly open: number;
  /** False: one of the sides says nothing of tenants. */
  readonly tenants: boolean;
  /** The older side names tenants and the newer one says nothing of any, which no waiver covers. */
  readonly tenantsLeftOut: boolean;
  /** What fails first, then by kind. */
  readonly changes: readonly ReportedChange[];
  readonly refused: readonly WaiverFinding[];
}

export interface DiffAsked {
  readonly old: DiffSide;
  readonly now: DiffSide;
  readonly documents: readonly ReviewedDocument[];
  readonly waivers: readonly Waiver[];
  readonly author: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What changed, what it touches, and whether it may pass. */
export function diffReport({ old, now, documents, waivers, author, at }: DiffAsked): DiffReport {
  const changes = diffAccess(old, now);
  const { purposeAncestors: ancestors } = now.model;
  const applied = applyWaivers(changes, waivers, { now: at, author, ancestors });
  const touched = touchedBy(old, now, documents);
  const isSpecial = (purpose: string, all: readonly string[]) =>
    (ancestors[purpose] ?? old.model.purposeAncestors[purpose] ?? []).some(
      (one) => one !== purpose && all.includes(one),
    );
  const groups = groupChanges(changes, applied.of).map((group): ReportedChange => {
    const purposes = group.purposes.filter((purpose) => !isSpecial(purpose, group.purposes));
    return Object.freeze({ ...group, purposes, ...touched(group.coordinates) });
  });
  const order = (group: ChangeGroup) => (isOpen(group) ? 0 : 100) + CHANGE_KINDS.indexOf(group.kind);
  const open = groups.filter(isOpen).length;
  const tenantsLeftOut = leavesTenantsOut(old, now);
  return Object.freeze({
    old: old.name,
    new: now.name,
    ok: open === 0 && applied.refused.length === 0 && !tenantsLeftOut,
    counts: countsOf(groups),
    open,
    tenants: old.tenants !== null && now.tenants !== null,
    tenantsLeftOut,
    changes: groups.toSorted((one, other) => order(one) - order(other)),
    refused: applied.refused,
  });
}

export function isOpen({ fails, waiver }: Pick<ChangeGroup, 'fails' | 'waiver'>): boolean {
  return fails && waiver === null;
}

function countsOf(groups: readonly ChangeGroup[]): Readonly<Record<ChangeKind, number>> {
  const count = (kind: ChangeKind) => groups.filter((group) => group.kind === kind).length;
  return Object.freeze({
    WIDENED: count('WIDENED'),
    MASK_WEAKENED: count('MASK_WEAKENED'),
    NEW: count('NEW'),
    NARROWED: count('NARROWED'),
    MASK_STRENGTHENED: count('MASK_STRENGTHENED'),
    REMOVED: count('REMOVED'),
  });
}
