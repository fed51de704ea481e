import type { AccessModel } from '../access/access-model.ts';

/** Items that a list without page arguments is taken to have. */
const UNPAGED = 10;
/** The same of values inside a row, which lie in its one stored record: names, addresses, codings. */
const IN_ROW = 3;

/**
 * Lists that by their nature are longer, or shorter, and how long they are at most or, where nothing bounds them, usually.
 * Those inside each other count times each other.
 */
export const LIST_LENGTHS: Readonly<Record<string, number>> = Object.freeze({
  // Every cell that one answer may have (`src/review/review-matrix.ts`), as rows of so many roles.
  'AccessReview.matrix': 1000,
  'MatrixRow.cells': 20,
  // By purpose.
  'AccessReview.purposes': 40,
  'AccessReview.cell': 40,
  'AccessReview.coordinates': 500,
  'AccessReview.versions': 100,
  'AccessDifference.changes': 1000,
  'SourceExcerpt.lines': 25,
  'Declaration.schema': 50,
  // One row of many categories, or several of few.
  'DeclaredExplanation.rows': 10,
  'DeclaredRow.categories': 4,
  'DeclaredCategory.steps': 9,
  'AccessExplanation.fields': 100,
  'FieldExplanation.categories': 4,
  'CategoryExplanation.steps': 9,
  'Activity.series': 40,
  // Coordinates by roles.
  'LedgerUsage.cells': 5000,
  'LedgerUsage.unused': 1000,
  'LedgerUsage.overdue': 500,
  'LedgerUsage.purposeMix': 500,
  'Query.documents': 500,
  'DocumentFootprint.coordinates': 100,
  'DocumentFootprint.byRole': 20,
  'DocumentPublication.documents': 500,
  'DocumentPublication.findings': 100,
});

/**
 * How many items a list of objects counts for whose length no argument says.
 * @param inRow it is a value of a row.
 */
export function listLength(model: AccessModel, type: string, field: string, inRow: boolean): number {
  if (field === '_access') return accessLength(model, type);
  const coordinate = `${type}.${field}`;
  return (
    (Object.hasOwn(LIST_LENGTHS, coordinate) ? LIST_LENGTHS[coordinate] : undefined) ??
    (inRow ? IN_ROW : UNPAGED)
  );
}

/** One for each field of the rows it tells of. `PageInfo` does not say which these are. */
function accessLength({ types }: AccessModel, type: string): number {
  const told = Object.hasOwn(types, type) ? types[type] : undefined;
  if (told !== undefined) return told.fields.length;
  return Object.values(types).reduce((most, { fields }) => Math.max(most, fields.length), 0);
}
