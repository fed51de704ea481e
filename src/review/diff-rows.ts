import type { AccessModel, Grant, Place } from '../access/access-model.ts';
import { FILTER_PARTS, partsOf, type ValueParts } from './diff-effect.ts';

/** What policy hangs on, on one side: a field, or a filter, which needs its field whole. */
export interface DiffRow {
  readonly coordinate: string;
  readonly filter: boolean;
  /** The field's own category; `null`: the row's. */
  readonly category: string | null;
  /** Categories that such rows may have; any other counts as OTHER. Empty where the field has its own. */
  readonly among: readonly string[];
  readonly grants: Readonly<Record<string, readonly Grant[]>>;
  readonly sensitivity: readonly string[];
  readonly parts: ValueParts;
  /** Fields that a filter reads. */
  readonly reads: readonly string[];
  readonly place: Place;
}

/** By coordinate. */
export function diffRows(model: AccessModel): ReadonlyMap<string, DiffRow> {
  const fields = Object.values(model.types).flatMap((type) =>
    type.fields.map((field): DiffRow => {
      const { coordinate, category, grants, sensitivity, place, value, rowType } = field;
      // As `decidingCategories` has it: a list of rows with categories of their own goes by any of theirs.
      const among =
        category !== null ? [] : type.categoryField === null ? Object.keys(grants) : type.rowCategories;
      const parts = partsOf(value, rowType);
      return { coordinate, filter: false, category, among, grants, sensitivity, parts, reads: [], place };
    }),
  );
  const filters = Object.values(model.filters).map((filter): DiffRow => {
    const { coordinate, category, grants, sensitivity, place, fields: reads } = filter;
    const among = category === null ? Object.keys(grants) : [];
    return {
      coordinate,
      filter: true,
      category,
      among,
      grants,
      sensitivity,
      parts: FILTER_PARTS,
      reads,
      place,
    };
  });
  return new Map([...fields, ...filters].map((row) => [row.coordinate, row]));
}

/** A category that rows may have, and what decides for it on either side. */
export interface RowContext {
  readonly shown: string;
  readonly old: string | null;
  readonly now: string | null;
}

/** Every category a stored row may be decided by on either side, so that one that moves is compared with itself. */
export function rowContexts(old: DiffRow | undefined, now: DiffRow | undefined): readonly RowContext[] {
  const rows = [old, now].filter((row) => row !== undefined);
  if (rows.every(({ category }) => category !== null)) {
    const [before, after] = [old?.category ?? null, now?.category ?? null];
    const shown = [...new Set([before, after])].filter((name) => name !== null).join(' → ');
    return [{ shown, old: before, now: after }];
  }
  const all = [...new Set(rows.flatMap(({ among }) => among))];
  return all.map((name) => ({
    shown: name,
    old: old === undefined ? null : decidingOf(old, name),
    now: now === undefined ? null : decidingOf(now, name),
  }));
}

function decidingOf({ category, among }: DiffRow, name: string): string {
  return category ?? (among.includes(name) ? name : 'OTHER');
}
