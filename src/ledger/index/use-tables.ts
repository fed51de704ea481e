import { integerOf, type SqlRow } from './column.ts';
import { IndexDamagedError } from './index-damaged-error.ts';

/**
 * Sums over records, so that nobody who asks what was done reads what was recorded. A *pattern* is what rows of many
 * records have in common, as text (`use-pattern.ts`); its hash says that it is as it was written, and the `mark` of
 * a sum that the sum is.
 *
 * `daily`: how often each pattern happened on a day, and when last. `person`: when each actor last had something given
 * by a pattern. `mix`: fields given to each actor on a day, by roles and purpose; BTG for what was read through a glass.
 *
 * Days are counted from the epoch, in UTC. Records without a tenant or a time that can be read are in no sum.
 */
export const USE_TABLES = `
  CREATE TABLE pattern (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, body TEXT NOT NULL);
  CREATE TABLE daily (
    tenant INTEGER NOT NULL, day INTEGER NOT NULL, pattern INTEGER NOT NULL, times INTEGER NOT NULL,
    last INTEGER NOT NULL, mark INTEGER NOT NULL, PRIMARY KEY (tenant, day, pattern)
  ) WITHOUT ROWID;
  CREATE TABLE person (
    tenant INTEGER NOT NULL, pattern INTEGER NOT NULL, actor INTEGER NOT NULL, last INTEGER NOT NULL,
    mark INTEGER NOT NULL, PRIMARY KEY (tenant, pattern, actor)
  ) WITHOUT ROWID;
  CREATE TABLE mix (
    tenant INTEGER NOT NULL, day INTEGER NOT NULL, actor INTEGER NOT NULL, roles INTEGER NOT NULL,
    purpose INTEGER NOT NULL, times INTEGER NOT NULL, mark INTEGER NOT NULL,
    PRIMARY KEY (tenant, day, actor, roles, purpose)
  ) WITHOUT ROWID;
`;

/** A table of sums: columns of its key, of its values and `mark`, in this order. */
export interface SumTable {
  readonly table: string;
  readonly keys: readonly string[];
  readonly values: readonly ('times' | 'last')[];
}

export const SUMS = Object.freeze({
  daily: { table: 'daily', keys: ['tenant', 'day', 'pattern'], values: ['times', 'last'] },
  person: { table: 'person', keys: ['tenant', 'pattern', 'actor'], values: ['last'] },
  mix: { table: 'mix', keys: ['tenant', 'day', 'actor', 'roles', 'purpose'], values: ['times'] },
} satisfies Record<string, SumTable>);

/**
 * Over the other columns of a sum, in order. Each step is a bijection of 32 bits (FNV-1a's), so a sum of which one column was
 * changed within them never has the same.
 */
export function markOf(columns: readonly number[]): number {
  let mark = 0x811c9dc5;
  for (const column of columns) {
    mark = Math.imul(mark ^ column, 0x01000193);
    mark = Math.imul(mark ^ Math.floor(column / 0x1_0000_0000), 0x01000193);
  }
  return mark;
}

/** @throws IndexDamagedError for a sum that is not what was written */
export function expectMark({ keys, values }: SumTable, row: SqlRow): void {
  const columns: number[] = [];
  for (const key of keys) columns.push(integerOf(row, key));
  for (const value of values) columns.push(integerOf(row, value));
  if (markOf(columns) !== row.mark) throw new IndexDamagedError('sum');
}
