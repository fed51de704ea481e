import type { Clock } from '../clock.ts';

export interface CountLine {
  /** @param text asked for when it is time to show it. */
  readonly show: (text: () => string) => void;
  /** Removes what stands on the terminal. */
  readonly clear: () => void;
}

export interface CountOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** On a terminal; milliseconds between two, and whether the first comes at once. */
export interface Redraw {
  readonly every: number;
  readonly atOnce: boolean;
}

const LINE_EVERY = 3_000;

/** How far a long command has come: redrawn on a terminal, a plain line every three seconds elsewhere. Counts only. */
export function countLine(
  output: CountOutput,
  clock: Clock,
  { every, atOnce }: Redraw = { every: 200, atOnce: false },
): CountLine {
  const terminal = output.isTTY === true;
  let shown = terminal && atOnce ? Number.NEGATIVE_INFINITY : clock();
  let drawn = false;
  return {
    show(text) {
      const now = clock();
      if (now - shown < (terminal ? every : LINE_EVERY)) return;
      shown = now;
      drawn = terminal;
      output.write(terminal ? `\r\x1b[2K${text()}` : `${text()}\n`);
    },
    clear() {
      if (drawn) output.write('\r\x1b[2K');
      drawn = false;
    },
  };
}
