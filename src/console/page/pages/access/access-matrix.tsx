import { useState } from 'preact/hooks';
import { accessMatrix } from '../../generated/access-matrix.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Section } from '../../parts/section.tsx';
import { useAnswer } from '../../use-answer.ts';
import { CellDialog } from './cell-dialog.tsx';
import type { Declared } from './declared.ts';
import { MatrixFilters } from './matrix-filters.tsx';
import { MatrixGrid, type OpenCell } from './matrix-grid.tsx';
import { useMatrixFilter } from './use-matrix-filter.ts';

/** Category × role, or the fields of one category × role: the most that any purpose and any relationship gives. */
export function AccessMatrix({ declared }: { readonly declared: Declared | null }) {
  const narrowing = useMatrixFilter();
  const { category, purpose, set, variables } = narrowing;
  const { data, failure, loading, refresh } = useAnswer(accessMatrix, variables);
  const [open, setOpen] = useState<OpenCell | null>(null);
  const rows = data?.accessReview?.matrix ?? null;
  const own = rows?.filter(({ exception }) => category !== null || !exception) ?? [];
  const exceptions = rows?.filter(({ exception }) => category === null && exception) ?? [];
  return (
    <>
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
        {narrowing.policy !== '' && (
          <p class="notice">This is an earlier policy, and not the one in force.</p>
        )}
        {failure !== null && <Failure failure={failure} onAgain={refresh} />}
        {failure === null && rows === null && loading && (
          <div class="waiting">
            <Loading label="Reading the matrix" />
          </div>
        )}
        {rows !== null && own.length === 0 && (
          <Empty>
            {exceptions.length === 0
              ? 'Nothing that is declared fits what the matrix is narrowed to.'
              : 'No category fits; fields with grants of their own do, below.'}
          </Empty>
        )}
        {own.length > 0 && (
          <>
            <MatrixGrid
              caption={category === null ? 'Who may see which category of data' : fieldsCaption(category)}
              rows={own}
              category={category}
              onOpen={setOpen}
              {...(category === null && { onCategory: set.category })}
              current={open}
            />
            <Key isCategories={category === null} rows={own.length} />
          </>
        )}
      </Section>
      {exceptions.length > 0 && (
        <Section
          title="Fields with grants of their own"
          about="These replace the grants of the category in brackets, for this field or type alone."
        >
          <MatrixGrid
            caption="Who may see which of these fields"
            rows={exceptions}
            category={null}
            onOpen={setOpen}
            current={open}
          />
        </Section>
      )}
      <CellDialog
        open={open}
        version={variables.version ?? null}
        onClose={() => setOpen(null)}
        onFields={(of) => {
          setOpen(null);
          set.category(of);
        }}
        isFields={category !== null}
      />
    </>
  );
}

function Key({ isCategories, rows }: { readonly isCategories: boolean; readonly rows: number }) {
  return (
    <p class="quiet">
      <span role="status">
        {rows} {isCategories ? 'categories' : 'fields and filters'}.
      </span>{' '}
      P part of the value, G generalized, Y pseudonym, R redacted; ! also through an opened glass, without a
      relationship. A cell opens its purposes and the grant{isCategories && '; a category opens its fields'}.
      Arrow keys move.
    </p>
  );
}

function fieldsCaption(category: string): string {
  return `Who may see which field of ${category}, and who may search by it`;
}
