import type { StoredRecord } from '../datasources/health-data.ts';
import type { RecordPage, ResolverContext } from './context.ts';
import { type RowArguments, type RowFilter, soughtRows } from './row-filter.ts';

/** Arguments of a connection field, after the engine has bounded `first` and opened `after`. */
export interface PageArguments extends RowArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly category?: string | null;
}

/** Page size of the schema's default, for a `first` that was given as null. */
const DEFAULT_FIRST = 20;

const EMPTY: RecordPage = Object.freeze({ rows: Object.freeze([]), hasNextPage: false });

/**
 * Resolver of a connection from a patient to its rows of one type, newest first. Narrowed to the row
 * categories the actor may read before anything is fetched; what consent or labels hide is dropped before the page
 * is counted, and then what the arguments do not seek. Hidden rows change neither page nor cursor.
 *
 * @throws BadUserInputError, in the promise, for a value sought that means nothing
 */
export function pageOfRows(
  type: string,
  rowFilters: readonly RowFilter[] = [],
): (patient: StoredRecord, args: PageArguments, context: ResolverContext) => Promise<RecordPage> {
  return async (patient, args, context) => {
    const { filters, matches } = soughtRows(rowFilters, args);
    const readable = context.access.readableCategories(type, patient.subjectId);
    const categories = narrow(readable, args.category ?? null);
    if (categories?.length === 0) return EMPTY;
    return context.data.rows({
      subjectId: patient.subjectId,
      type,
      categories,
      first: args.first ?? DEFAULT_FIRST,
      after: args.after ?? null,
      labelled: context.access.mayOpenLabels,
      admit: (row) => {
        if (!context.access.admitsRow(type, patient.subjectId, row, filters)) return false;
        if (matches(row)) return true;
        context.access.countRows(1);
        return false;
      },
    });
  };
}

function narrow(readable: readonly string[] | null, asked: string | null): readonly string[] | null {
  if (asked === null) return readable;
  return readable === null || readable.includes(asked) ? [asked] : [];
}
