import { useMemo } from 'preact/hooks';
import { HeatMap } from '../../parts/heat-map.tsx';
import type { MatrixRow } from './declared.ts';
import { rowKey, rowLabel, toHeatCell } from './matrix-heat.ts';

export interface OpenCell {
  readonly row: MatrixRow;
  readonly role: string;
}

export interface MatrixGridProps {
  readonly caption: string;
  readonly rows: readonly MatrixRow[];
  /** The one whose fields are shown; `null`: rows of several. */
  readonly category: string | null;
  readonly onOpen: (cell: OpenCell) => void;
  /** What a row's name leads to; left out: to nothing. */
  readonly onCategory?: (category: string) => void;
  readonly current: OpenCell | null;
}

/** Rows of the matrix by role. */
export function MatrixGrid({ caption, rows, category, onOpen, onCategory, current }: MatrixGridProps) {
  const byKey = useMemo(() => new Map(rows.map((row) => [rowKey(row), row])), [rows]);
  const cells = useMemo(() => cellsOf(rows), [rows]);
  const roles = useMemo(() => rolesOf(rows), [rows]);
  return (
    <HeatMap
      caption={caption}
      rows={rows.map((row) => ({ key: rowKey(row), label: rowLabel(row, category) }))}
      columns={roles.map((role) => ({ key: role, label: role }))}
      cell={(row, role) => cells.get(`${row} ${role}`) ?? null}
      onOpen={(key, role) => {
        const row = byKey.get(key);
        if (row !== undefined) onOpen({ row, role });
      }}
      {...(onCategory !== undefined && {
        onOpenRow: (key: string) => onCategory(byKey.get(key)?.category ?? ''),
      })}
      current={current === null ? null : [rowKey(current.row), current.role]}
    />
  );
}

function cellsOf(rows: readonly MatrixRow[]) {
  return new Map(
    rows.flatMap((row) =>
      row.cells.map((cell) => [`${rowKey(row)} ${cell.role}`, toHeatCell(row, cell)] as const),
    ),
  );
}

/** In the order of the schema. */
function rolesOf(rows: readonly MatrixRow[]): readonly string[] {
  return [...new Set(rows.flatMap(({ cells }) => cells.map(({ role }) => role)))];
}
