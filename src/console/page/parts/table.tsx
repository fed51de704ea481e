import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';

export interface Column<Row> {
  /** Its heading, and what it is known by. */
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** What it is sorted by; left out: it cannot be. Sorts the rows that are there. */
  readonly sort?: (row: Row) => string | number;
  /** Numbers stand at the end. */
  readonly isNumber?: boolean;
  /** Takes what room is left and may wrap. */
  readonly isWide?: boolean;
}

export interface TableProps<Row> {
  /** What the table is, for whoever cannot see where it stands. Shown unless `isCaptionHidden`. */
  readonly caption: string;
  readonly isCaptionHidden?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Marks a row, such as the one that is open. */
  readonly isCurrent?: (row: Row) => boolean;
}

interface Order {
  readonly head: string;
  readonly down: boolean;
}

/** Rows and columns. What opens a row is a button or link in its first cell, so that a keyboard finds it. */
export function Table<Row>({
  caption,
  isCaptionHidden = false,
  columns,
  rows,
  keyOf,
  isCurrent,
}: TableProps<Row>) {
  const [order, setOrder] = useState<Order | null>(null);
  const sorted = useMemo(() => sortRows(rows, columns, order), [rows, columns, order]);
  const turn = (head: string) =>
    setOrder((last) => (last?.head === head ? { head, down: !last.down } : { head, down: false }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <section class="scroll" tabIndex={0} aria-label={caption}>
      <table>
        <caption class={isCaptionHidden ? 'hidden' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head, sort, isNumber, isWide }) => (
              <th
                key={head}
                scope="col"
                class={classOf(isNumber, isWide)}
                aria-sort={
                  order?.head !== head ? (sort ? 'none' : undefined) : order.down ? 'descending' : 'ascending'
                }
              >
                {sort === undefined ? (
                  head
                ) : (
                  <button type="button" class="sort" onClick={() => turn(head)}>
                    {head}
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={keyOf(row)} aria-current={isCurrent?.(row) ? 'true' : undefined}>
              {columns.map(({ head, cell, isNumber, isWide }) => (
                <td key={head} class={classOf(isNumber, isWide)}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function classOf(isNumber = false, isWide = false): string | undefined {
  return isNumber ? 'number' : isWide ? 'wide' : undefined;
}

function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: Order | null,
): readonly Row[] {
  const by = columns.find(({ head }) => head === order?.head)?.sort;
  if (order === null || by === undefined) return rows;
  const sign = order.down ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [a, b] = [by(one), by(other)];
    return a === b ? 0 : a < b ? -sign : sign;
  });
}
