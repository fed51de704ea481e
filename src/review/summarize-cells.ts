import type { MatrixCell } from '../access/access-matrix.ts';
import type { AccessModel, Mask, Place, Relationship } from '../access/access-model.ts';
import { RELATIONSHIPS } from '../access/access-model.ts';
import { strictness } from '../access/decide.ts';
import { CELL_DECISIONS } from './coordinate-table.ts';

/** The most that one role gets of one row under any of the purposes asked about. */
export interface CellSummary {
  readonly role: string;
  readonly decision: MatrixCell['decision'];
  readonly mask: Mask | null;
  /** Those that give as much. */
  readonly relationships: readonly Relationship[];
  /** Those for which as much is given. */
  readonly purposes: readonly string[];
  /** Each of them stands for its kinds, which are left out. False: all are named, and each is for itself alone. */
  readonly withKinds: boolean;
  /** An opened glass gives it without a relationship. */
  readonly glass: boolean;
  readonly place: Place | null;
}

/** @param cells of one row and role, one a purpose. */
export function summarizeCells(
  { purposeAncestors }: Pick<AccessModel, 'purposeAncestors'>,
  role: string,
  cells: readonly MatrixCell[],
  glass: boolean,
): CellSummary {
  const decision = CELL_DECISIONS.find((one) => cells.some((cell) => cell.decision === one)) ?? 'DENIED';
  const as = cells.filter((cell) => cell.decision === decision && cell.mask !== null);
  const [best] = as.toSorted((a, b) => strictnessOf(a.mask) - strictnessOf(b.mask));
  if (best === undefined) return deniedTo(role, glass);
  const giving = as.filter(({ mask }) => mask === best.mask);
  const ties = new Set(giving.flatMap(({ relationship }) => relationship));
  return Object.freeze({
    role,
    decision,
    mask: best.mask,
    relationships: RELATIONSHIPS.filter((one) => ties.has(one)),
    ...widest(
      giving.map(({ purpose }) => purpose),
      purposeAncestors,
    ),
    glass,
    place: giving[0]?.grant ?? null,
  });
}

export function deniedTo(role: string, glass: boolean): CellSummary {
  return Object.freeze({
    ...{
      role,
      decision: 'DENIED',
      mask: null,
      relationships: [],
      purposes: [],
      withKinds: true,
      glass,
      place: null,
    },
  });
}

function strictnessOf(mask: Mask | null): number {
  return mask === null ? Number.POSITIVE_INFINITY : strictness(mask);
}

/** Without those that another stands for, unless one does not stand for all of its kinds: then each is for itself. */
function widest(
  purposes: readonly string[],
  ancestors: AccessModel['purposeAncestors'],
): Pick<CellSummary, 'purposes' | 'withKinds'> {
  const given = new Set(purposes);
  const withKinds = Object.entries(ancestors).every(
    ([kind, of]) => given.has(kind) || !of.some((purpose) => given.has(purpose)),
  );
  if (!withKinds) return { purposes, withKinds };
  const isKind = (purpose: string) =>
    (ancestors[purpose] ?? []).some((one) => one !== purpose && given.has(one));
  return { purposes: purposes.filter((purpose) => !isKind(purpose)), withKinds };
}
