import { BadUserInputError } from '../../src/errors.ts';
import type { Page, PageRequest, Positioned, RowQuery, StoredRecord } from '../health-data.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { type Item, requiredText } from './item.ts';
import { isTypeName } from './item-keys.ts';
import { queryPages } from './query-pages.ts';
import { openRecord, type ReadPatient } from './read-patient.ts';
import type { ReadScope } from './read-scope.ts';
import { categoryPrefix, categorySetOf, type RowPlace, readRowPlace, rowPrefix } from './sort-key.ts';
import { BY_CATEGORY } from './tables.ts';

const NO_ROWS: Page<StoredRecord> = Object.freeze({ rows: Object.freeze([]), hasNextPage: false });

/** Rows looked at in one call once the first did not fill the page, however small the page. */
const GO_ON_BY = 100;

/** A row's item beside its place in the list. */
interface Found {
  readonly item: Item;
  readonly position: string;
}

/**
 * One patient's rows of one type, newest first, then by id from last to first: one Query, and more only
 * while rows that are left out or DynamoDB's page size leave the page unfilled. Labelled rows stand in a
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
  const plain = candidatePages(scope, query, after, false);
  const [{ key }, start, labelled] = await Promise.all([
    patient(query.subjectId),
    scope.lists.during(() => plain.next()),
    query.labelled ? scope.lists.during(() => wholeRange(scope, query, after)) : [],
  ]);
  return key === null ? NO_ROWS : fillPage(scope, query, key, { plain, start, labelled });
}

/** @throws BadUserInputError when a page is smaller than none or larger than the most. */
export function checkFirst({ first }: PageRequest): void {
  if (!Number.isInteger(first) || first < 0 || first > 200) {
    throw new BadUserInputError('a page has 0 to 200 rows');
  }
}

type CandidatePages = AsyncGenerator<readonly Found[], void>;

/** Opens candidates newest first, from both ranges, until one more than the page holds is admitted. */
async function fillPage(
  scope: ReadScope,
  { first, admit }: RowQuery,
  key: PatientKey,
  {
    plain,
    start,
    labelled,
  }: {
    readonly plain: CandidatePages;
    readonly start: IteratorResult<readonly Found[], void>;
    readonly labelled: readonly Found[];
  },
): Promise<Page<StoredRecord>> {
  const rows: Positioned<StoredRecord>[] = [];
  const isFull = () => rows.length > first;
  const look = ({ item, position }: Found) => {
    const record = openRecord(key, item);
    if (admit(record)) rows.push({ record, position });
  };
  let next = 0;
  const lookAtLabelled = (newerThan: string) => {
    for (let found = labelled[next]; !isFull() && found !== undefined; found = labelled[next]) {
      if (found.position <= newerThan) return;
      look(found);
      next += 1;
    }
  };
  for (let page = start; page.done !== true; page = await scope.lists.during(() => plain.next())) {
    for (const found of page.value) {
      lookAtLabelled(found.position);
      if (!isFull()) look(found);
      if (isFull()) return { rows: rows.slice(0, first), hasNextPage: true };
    }
  }
  lookAtLabelled('');
  return { rows: rows.slice(0, first), hasNextPage: isFull() };
}

async function wholeRange(
  scope: ReadScope,
  query: RowQuery,
  after: RowPlace | null,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for await (const page of candidatePages(scope, query, after, true)) found.push(...page);
  return found;
}

async function* candidatePages(
  scope: ReadScope,
  { subjectId, type, categories, having, first }: RowQuery,
  after: RowPlace | null,
  labelled: boolean,
): CandidatePages {
  const [only, ...others] = categories ?? [];
  const oneSet = !labelled && only !== undefined && others.length === 0 ? only : null;
  const rowKey = rowPrefix(type, labelled);
  const prefix = oneSet === null ? rowKey : categoryPrefix(type, oneSet);
  const { pk } = scope.itemKeys.patient(subjectId);
  const start = after === null ? null : `${after.time}#${after.id}`;
  const pages = queryPages(scope.store, {
    pk,
    range: `begins_with(${oneSet === null ? 'sk' : 'ck'}, :prefix)`,
    values: { ':prefix': prefix },
    ScanIndexForward: false,
    ...(labelled ? {} : { Limit: first + 1, nextLimit: Math.max(first + 1, GO_ON_BY) }),
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
    yield page
      .filter((item) => includes(requiredText(item, 'c'), categories, having ?? null))
      .map((item) => ({ item, position: requiredText(item, 'sk').slice(rowKey.length) }));
  }
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
export function includesRow(
  row: StoredRecord,
  { categories, having }: Pick<RowQuery, 'categories' | 'having'>,
): boolean {
  return includes(categorySetOf(row.rowCategories), categories, having ?? null);
}
