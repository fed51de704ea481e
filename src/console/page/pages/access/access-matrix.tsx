import { useMemo, useState } from 'preact/hooks';
import { accessMatrix } from '../../generated/access-matrix.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failure } from '../../parts/failure.tsx';
import { HeatMap } from '../../parts/heat-map.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Section } from '../../parts/section.tsx';
import { useAnswer } from '../../use-answer.ts';
import { CellDialog } from './cell-dialog.tsx';
import type { Declared, MatrixRow } from './declared.ts';
import { MatrixFilters } from './matrix-filters.tsx';
import { rowKey, rowLabel, toHeatCell } from './matrix-heat.ts';
import { useMatrixFilter } from './use-matrix-filter.ts';

interface OpenCell {
  readonly row: MatrixRow;
  readonly role: string;
}

/** Category × role, or the fields of one category × role: the most that any purpose and any relationship gives. */
export function AccessMatrix({ declared }: { readonly declared: Declared | null }) {
  const narrowing = useMatrixFilter();
  const { category, purpose, set, variables } = narrowing;
  const { data, failure, loading, refresh } = useAnswer(accessMatrix, variables);
  const [open, setOpen] = useState<OpenCell | null>(null);
  const rows = data?.accessReview?.matrix ?? null;
  const byKey = useMemo(() => new Map((rows ?? []).map((row) => [rowKey(row), row])), [rows]);
  const heat = useMemo(() => heatOf(rows ?? []), [rows]);
  const roles = useMemo(() => rolesOf(rows ?? []), [rows]);
  const drill = (key: string) => set.category(byKey.get(key)?.category ?? null);
  return (
    <Section
      title={category === null ? 'Categories by role' : `Fields of ${category} by role`}
      about={`The most that ${purpose === '' ? 'any purpose' : purpose} and any relationship gives. Consents, labels and scopes can only take away from it.`}
      actions={
        category !== null && (
          <button type="button" onClick={() => set.category(null)}>
            Back to all categories
          </button>
        )
      }
    >
      <MatrixFilters declared={declared} narrowing={narrowing} />
      {failure !== null && <Failure failure={failure} onAgain={refresh} />}
      {failure === null && rows === null && loading && (
        <div class="waiting">
          <Loading label="Reading the matrix" />
        </div>
      )}
      {rows?.length === 0 && <Empty>Nothing that is declared fits what the matrix is narrowed to.</Empty>}
      {rows !== null && rows.length > 0 && (
        <>
          <HeatMap
            caption={
              category === null
                ? 'Who may see which category of data'
                : `Who may see which field of ${category}, and who may search by it`
            }
            rows={rows.map((row) => ({ key: rowKey(row), label: rowLabel(row, category) }))}
            columns={roles.map((role) => ({ key: role, label: role }))}
            cell={(row, role) => heat.get(`${row} ${role}`) ?? null}
            onOpen={(key, role) => {
              const row = byKey.get(key);
              if (row !== undefined) setOpen({ row, role });
            }}
            {...(category === null && { onOpenRow: drill })}
            current={open === null ? null : [rowKey(open.row), open.role]}
          />
          <p class="quiet">
            P part of the value, G generalized, Y pseudonym, R redacted; ! also through an opened glass,
            without a relationship. A cell opens its purposes and the grant
            {category === null && '; a category opens its fields'}. Arrow keys move.
          </p>
        </>
      )}
      <CellDialog
        open={open}
        onClose={() => setOpen(null)}
        onFields={
          category === null
            ? (of) => {
                setOpen(null);
                set.category(of);
              }
            : null
        }
      />
    </Section>
  );
}

function heatOf(rows: readonly MatrixRow[]) {
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
