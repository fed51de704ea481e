import type { MatrixCell, MatrixRow } from '../access/access-matrix.ts';
import { matrixCell } from '../access/access-matrix.ts';
import { opensByGlass, ownerOf } from '../access/category-table.ts';
import { BadUserInputError } from '../errors.ts';
import type { ReviewedPolicy } from './reviewed-policy.ts';
import { selectCoordinates, typeOf } from './select-coordinates.ts';
import { type CellSummary, deniedTo, summarizeCells } from './summarize-cells.ts';

/** What is asked for; names that nobody declared MUST have been refused before. What is left out does not narrow. */
export interface ReviewSelection {
  readonly types?: readonly string[] | undefined;
  readonly coordinates?: readonly string[] | undefined;
  readonly identifiers?: readonly string[] | undefined;
  readonly sensitivities?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly purposes?: readonly string[] | undefined;
  readonly decisions?: readonly MatrixCell['decision'][] | undefined;
}

export interface ReviewRow {
  readonly label: string;
  readonly category: string;
  /** `null`: the row is the category's own. */
  readonly coordinate: string | null;
  readonly exception: boolean;
  readonly cells: readonly CellSummary[];
}

/** Cells of one matrix. */
export const MOST_CELLS = 20_000;
/** Milliseconds after which others get their turn. */
const TURN = 20;

interface WantedRow extends Omit<ReviewRow, 'cells'> {
  readonly row: MatrixRow;
}

/**
 * The matrix as one cell for each row and role. Told cells are kept with the policy, so that deciding again costs nothing.
 * @param count is told how many cells are looked at before the first of them is; it MAY throw.
 * @throws BadUserInputError for more than `most` cells.
 */
export async function reviewMatrix(
  reviewed: ReviewedPolicy,
  by: 'CATEGORY' | 'COORDINATE',
  selection: ReviewSelection,
  count: (cells: number) => void,
  most: number = MOST_CELLS,
): Promise<readonly ReviewRow[]> {
  const wanted = (by === 'CATEGORY' ? categoriesOf : coordinatesIn)(reviewed, selection).filter(
    ({ category }) => selection.categories?.includes(category) ?? true,
  );
  const roles = reviewed.policy.roles.filter((role) => selection.roles?.includes(role) ?? true);
  const looked = wanted.length * roles.length;
  if (looked > most) throw new BadUserInputError(`more than ${most} cells of the matrix`);
  count(looked);
  const rows: ReviewRow[] = [];
  let turn = performance.now();
  for (const { row, ...named } of wanted) {
    const cells = roles
      .map((role) => cellOf(reviewed, row, named.category, role, selection.purposes))
      .filter(({ decision }) => selection.decisions?.includes(decision) ?? true);
    if (cells.length > 0) rows.push({ ...named, cells });
    if (performance.now() - turn < TURN) continue;
    await new Promise((resolve) => setImmediate(resolve));
    turn = performance.now();
  }
  return rows;
}

/** One cell by purpose: what the summary is made of, and what `phield access matrix` prints. */
export function cellsOf(
  { model, policy }: Pick<ReviewedPolicy, 'model' | 'policy'>,
  row: MatrixRow,
  category: string,
  role: string,
  purposes: readonly string[] = Object.keys(model.purposeAncestors),
): readonly MatrixCell[] {
  return purposes.map((purpose) => matrixCell(model, policy, row, category, role, purpose));
}

function cellOf(
  reviewed: ReviewedPolicy,
  row: MatrixRow,
  category: string,
  role: string,
  purposes: readonly string[] | undefined,
): CellSummary {
  const key = `${row.coordinate} ${category} ${role}`;
  const known = purposes === undefined ? reviewed.told.get(key) : undefined;
  if (known !== undefined) return known;
  const summary = summaryOf(reviewed, row, category, role, purposes);
  if (purposes === undefined) reviewed.told.set(key, summary);
  return summary;
}

function summaryOf(
  { model, policy }: ReviewedPolicy,
  row: MatrixRow,
  category: string,
  role: string,
  asked: readonly string[] | undefined,
): CellSummary {
  const purposes = Object.keys(model.purposeAncestors).filter((one) => asked?.includes(one) ?? true);
  // Most cells are of roles that no grant names.
  const granted = (row.grants[category] ?? []).some((grant) => policy.grantsRole(role, grant, category));
  if (!granted) return deniedTo(role, false);
  const glass = opensByGlass(model, policy, row, category, role, purposes);
  return summarizeCells(model, role, cellsOf({ model, policy }, row, category, role, purposes), glass);
}

function categoriesOf(reviewed: ReviewedPolicy, selection: ReviewSelection): readonly WantedRow[] {
  const belongs = belonging(reviewed, selection);
  return reviewed.categories
    .map(({ label, category, exception, row }) => {
      return { label, category, exception, coordinate: exception ? row.coordinate : null, row };
    })
    .filter(belongs);
}

function coordinatesIn(reviewed: ReviewedPolicy, selection: ReviewSelection): readonly WantedRow[] {
  const chosen = new Set(selectCoordinates(reviewed.model, selection));
  return reviewed.coordinates
    .filter(({ coordinate }) => chosen.has(coordinate))
    .flatMap((row) =>
      Object.keys(row.grants).map((category): WantedRow => {
        const { coordinate } = row;
        const owner = ownerOf(row.grants[category] ?? [], coordinate, typeOf(coordinate));
        const exception = owner !== undefined;
        return { label: coordinate, category, coordinate, exception, row };
      }),
    );
}

/** Which rows any of the chosen coordinates belongs to. */
function belonging(
  { model, coordinates }: ReviewedPolicy,
  selection: ReviewSelection,
): (row: WantedRow) => boolean {
  const { types, coordinates: named, identifiers, sensitivities } = selection;
  if ([types, named, identifiers, sensitivities].every((given) => given === undefined)) return () => true;
  const chosen = new Set(selectCoordinates(model, selection));
  const rows = coordinates.filter(({ coordinate }) => chosen.has(coordinate));
  const categories = new Set(rows.flatMap(({ grants }) => Object.keys(grants)));
  return ({ label, category, coordinate }) =>
    coordinate === null
      ? categories.has(category)
      : [...chosen].some((one) => one === label || one.startsWith(`${label}.`));
}
