import { useId, useRef, useState } from 'preact/hooks';

export type HeatLevel = 'whole' | 'masked' | 'glass' | 'denied';

export interface HeatCell {
  readonly level: HeatLevel;
  /** Said of the cell in full, such as `NURSE, LAB: whole`. */
  readonly label: string;
  /** A few letters within, such as the mask's; left out: the level's own sign. */
  readonly text?: string;
}

export interface HeatMapProps {
  readonly caption: string;
  readonly rows: readonly { readonly key: string; readonly label: string }[];
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly cell: (row: string, column: string) => HeatCell | null;
  readonly onOpen: (row: string, column: string) => void;
  /** Makes a row's name a button of its own, left of its cells. Left out: names are names. */
  readonly onOpenRow?: (row: string) => void;
  /** The cell that is open. */
  readonly current?: readonly [row: string, column: string] | null;
}

/** Told by sign as well as by colour. */
export const HEAT_SIGNS: Readonly<Record<HeatLevel, readonly [sign: string, name: string]>> = Object.freeze({
  whole: ['●', 'whole'],
  masked: ['◐', 'masked'],
  glass: ['△', 'break-glass only'],
  denied: ['·', 'denied'],
});

const LEVELS: readonly HeatLevel[] = ['whole', 'masked', 'glass', 'denied'];

/** A grid of cells (WAI-ARIA APG, "Grid"): one is in the order of tabs, arrows, Home and End go on from it, Enter opens. */
export function HeatMap({ caption, rows, columns, cell, onOpen, onOpenRow, current = null }: HeatMapProps) {
  const id = useId();
  const grid = useRef<HTMLTableElement>(null);
  const [[atRow, atColumn], setAt] = useState<readonly [number, number]>([0, 0]);
  const place = [Math.min(atRow, rows.length - 1), Math.min(atColumn, columns.length - 1)] as const;
  const move = (row: number, column: number) => {
    const first = onOpenRow === undefined ? 0 : -1;
    const to = [
      Math.max(0, Math.min(row, rows.length - 1)),
      Math.max(first, Math.min(column, columns.length - 1)),
    ] as const;
    setAt(to);
    grid.current?.querySelector<HTMLElement>(`[data-at="${to[0]}-${to[1]}"]`)?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [place[0] - 1, place[1]],
      ArrowDown: [place[0] + 1, place[1]],
      ArrowLeft: [place[0], place[1] - 1],
      ArrowRight: [place[0], place[1] + 1],
      Home: [event.ctrlKey ? 0 : place[0], 0],
      End: [event.ctrlKey ? rows.length - 1 : place[0], columns.length - 1],
      PageUp: [place[0] - 10, place[1]],
      PageDown: [place[0] + 10, place[1]],
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(...to);
  };
  return (
    <div class="heat">
      <ul class="legend" aria-label="Legend">
        {LEVELS.map((level) => (
          <li key={level}>
            <span class={`heat-cell ${level}`} aria-hidden="true">
              {HEAT_SIGNS[level][0]}
            </span>
            {HEAT_SIGNS[level][1]}
          </li>
        ))}
      </ul>
      <div class="scroll">
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: APG's own grid is a table with this role */}
        <table ref={grid} role="grid" aria-labelledby={id} onKeyDown={onKey}>
          <caption id={id}>{caption}</caption>
          <thead>
            <tr>
              <td />
              {columns.map(({ key, label }) => (
                <th key={key} scope="col">
                  <span>{label}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, y) => (
              <tr key={row.key}>
                <th scope="row">
                  {onOpenRow === undefined ? (
                    row.label
                  ) : (
                    <button
                      type="button"
                      class="link"
                      data-at={`${y}--1`}
                      tabIndex={y === place[0] && place[1] === -1 ? 0 : -1}
                      onClick={() => {
                        setAt([y, -1]);
                        onOpenRow(row.key);
                      }}
                    >
                      {row.label}
                    </button>
                  )}
                </th>
                {columns.map((column, x) => (
                  <HeatButton
                    key={column.key}
                    cell={cell(row.key, column.key)}
                    at={`${y}-${x}`}
                    isReachable={y === place[0] && x === place[1]}
                    isCurrent={current?.[0] === row.key && current[1] === column.key}
                    onOpen={() => {
                      setAt([y, x]);
                      onOpen(row.key, column.key);
                    }}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

interface HeatButtonProps {
  readonly cell: HeatCell | null;
  readonly at: string;
  readonly isReachable: boolean;
  readonly isCurrent: boolean;
  readonly onOpen: () => void;
}

function HeatButton({ cell, at, isReachable, isCurrent, onOpen }: HeatButtonProps) {
  const tabIndex = isReachable ? 0 : -1;
  if (cell === null) {
    // Arrows pass over it rather than getting lost.
    return <td class="heat-none" data-at={at} tabIndex={tabIndex} aria-label="does not apply" />;
  }
  const { level, label, text } = cell;
  return (
    <td {...(isCurrent && { 'aria-selected': 'true' as const })}>
      <button
        type="button"
        class={`heat-cell ${level}`}
        data-at={at}
        tabIndex={tabIndex}
        title={label}
        onClick={onOpen}
      >
        <span class="hidden">{label}</span>
        {text === undefined ? <span aria-hidden="true">{HEAT_SIGNS[level][0]}</span> : <span>{text}</span>}
      </button>
    </td>
  );
}
