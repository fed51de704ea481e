import type { MatrixCell, MatrixPolicy, MatrixSelection } from '../access/access-matrix.ts';
import { labelled, matrixCell, matrixRows } from '../access/access-matrix.ts';
import type { AccessModel } from '../access/access-model.ts';
import type { TableCell, TableRow } from '../access/category-table.ts';
import { tableCell } from '../access/category-table.ts';

/** From the most to the least. */
export const CELL_DECISIONS = Object.freeze(['WHOLE', 'MASKED', 'BREAK_GLASS', 'DENIED'] as const);

/** A cell of the table that is not among the decisions asked for is left out of its row. */
export interface ShownSelection extends MatrixSelection {
  readonly decisions?: readonly MatrixCell['decision'][] | undefined;
}

/**
 * The matrix by coordinate and category, a column for each role: the most that any of the purposes and any
 * relationship gives. Rows without a cell that is asked for are left out.
 */
export function coordinateTable(
  model: AccessModel,
  policy: MatrixPolicy,
  selection: ShownSelection,
): readonly TableRow[] {
  const roles = policy.roles.filter((role) => selection.roles?.includes(role) ?? true);
  const purposes = Object.keys(model.purposeAncestors).filter(
    (purpose) => selection.purposes?.includes(purpose) ?? true,
  );
  return matrixRows(model)
    .filter(({ coordinate }) => selection.coordinates?.includes(coordinate) ?? true)
    .map((row) => labelled(row, selection))
    .flatMap((row) =>
      Object.keys(row.grants)
        .filter((category) => selection.categories?.includes(category) ?? true)
        .map((category): TableRow => {
          const cells = roles.flatMap((role): readonly TableCell[] => {
            const most = mostOf(purposes.map((one) => matrixCell(model, policy, row, category, role, one)));
            if (!(selection.decisions?.includes(most) ?? true)) return [];
            return [tableCell(model, policy, row, category, role, purposes)];
          });
          return { label: row.coordinate, category, exception: true, cells };
        }),
    )
    .filter(({ cells }) => cells.length > 0);
}

function mostOf(cells: readonly MatrixCell[]): MatrixCell['decision'] {
  return CELL_DECISIONS.find((decision) => cells.some((cell) => cell.decision === decision)) ?? 'DENIED';
}
