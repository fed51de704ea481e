import { BadUserInputError } from '../../src/errors.ts';
import type { Page, PageRequest, Positioned, RowQuery, StoredRecord } from '../health-data.ts';
import { type Item, requiredText } from './item.ts';
import { isTypeName } from './item-keys.ts';
import { queryPages } from './query-pages.ts';
import { openRecord, type ReadPatient } from './read-patient.ts';
import type { ReadScope } from './read-scope.ts';
import { categoryPrefix, categorySetOf, type RowPlace, readRowPlace, rowPrefix } from './sort-key.ts';
import { BY_CATEGORY } from './tables.ts';

const NO_ROWS: Page<StoredRecord> = Object.freeze({ rows: Object.freeze([]), hasNextPage: false });

/** A row's item beside its place in the list. */
interface Found {
  readonly item: Item;
  readonly position: string;
}

/**
 * One patient's rows of one type, newest first, then by id from last to first: one Query, and more only
 * while rows of other categories or DynamoDB's page size leave the page unfilled. Labelled rows stand in a
 * key range of their own; that range is read whole, in a Query of its own, only for a reader who may see some.
 */
export async function listRows(
  scope: ReadScope,
  patient: (id: string) => Promise<ReadPatient>,
  query: RowQuery,
): Promise<Page<StoredRecord>> {
  checkFirst(query);
  const after = query.after === null ? null : readRowPlace(query.after);
  if (query.after !== null && after === null) throw new BadUserInputError('a position is not of this list');
  if (!isTypeName(query.type)) return NO_ROWS;
  const [{ key }, plain, labelled] = await Promise.all([
    patient(query.subjectId),
    scope.lists.during(() => findRows(scope, query, after, false)),
    query.admitLabelled ? scope.lists.during(() => findRows(scope, query, after, true)) : [],
  ]);
  if (key === null) return NO_ROWS;
  const open = ({ item, position }: Found): Positioned<StoredRecord> => ({
    record: openRecord(key, item),
    position,
  });
  const { admitLabelled } = query;
  const opened = labelled.map(open).filter(({ record }) => admitLabelled?.(record) === true);
  const rows = [...plain.map(open), ...opened].sort((a, b) => (a.position < b.position ? 1 : -1));
  return { rows: rows.slice(0, query.first), hasNextPage: rows.length > query.first };
}

/** @throws BadUserInputError when a page is smaller than none or larger than the most. */
export function checkFirst({ first }: PageRequest): void {
  if (!Number.isInteger(first) || first < 0 || first > 200) {
    throw new BadUserInputError('a page has 0 to 200 rows');
  }
}

async function findRows(
  scope: ReadScope,
  { subjectId, type, categories, having, first }: RowQuery,
  after: RowPlace | null,
  labelled: boolean,
): Promise<readonly Found[]> {
  const [only, ...others] = categories ?? [];
  const oneSet = !labelled && only !== undefined && others.length === 0 ? only : null;
  const rowKey = rowPrefix(type, labelled);
  const prefix = oneSet === null ? rowKey : categoryPrefix(type, oneSet);
  const { pk } = scope.itemKeys.patient(subjectId);
  const start = after === null ? null : `${after.time}#${after.id}`;
  const found: Found[] = [];
  const pages = queryPages(scope.store, {
    pk,
    range: `begins_with(${oneSet === null ? 'sk' : 'ck'}, :prefix)`,
    values: { ':prefix': prefix },
    ScanIndexForward: false,
    ...(labelled ? {} : { Limit: first + 1 }),
    ...(oneSet === null ? {} : { IndexName: BY_CATEGORY }),
    ...(start === null
      ? {}
      : {
          ExclusiveStartKey: {
            pk: { S: pk },
            sk: { S: `${rowKey}${start}` },
            ...(oneSet === null ? {} : { ck: { S: `${prefix}${start}` } }),
          },
        }),
  });
  for await (const page of pages) {
    for (const item of page) {
      if (!includes(requiredText(item, 'c'), categories, having ?? null)) continue;
      found.push({ item, position: requiredText(item, 'sk').slice(rowKey.length) });
      if (!labelled && found.length > first) return found;
    }
  }
  return found;
}

/** All of the row's categories must be among those asked for; `having`, when asked, among the row's. */
function includes(categorySet: string, categories: readonly string[] | null, having: string | null): boolean {
  const own = categorySet.split('+');
  return (
    (categories === null || own.every((category) => categories.includes(category))) &&
    (having === null || own.includes(having))
  );
}

/** The same rule for rows at hand. */
export function includesRow(row: StoredRecord, { categories, having }: RowQuery): boolean {
  return includes(categorySetOf(row.rowCategories), categories, having ?? null);
}
